#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__)

// What CoreFoundation, a part of Foundation on Linux, has of sockets. Weak: where a Foundation does
// not have it, two descriptors stay open, and nothing else happens.
typedef struct {
  long version;
  void *info;
  const void *(*retain)(const void *);
  void (*release)(const void *);
  const void *(*description)(const void *);
} socket_context;
__attribute__((weak)) extern void *CFSocketCreateWithNative(
    const void *allocator, int socket, unsigned long callbacks, void *callback,
    const socket_context *context);
__attribute__((weak)) extern void CFSocketGetContext(void *socket, socket_context *context);
__attribute__((weak)) extern void CFSocketSetSocketFlags(void *socket, unsigned long flags);
__attribute__((weak)) extern void CFSocketInvalidate(void *socket);
__attribute__((weak)) extern void CFRelease(const void *object);

// Whether a descriptor is a stream socket made by `socketpair` in this very process.
static int is_own_pair(int descriptor, struct stat *info) {
  int domain = 0, type = 0;
  struct ucred other = {0, 0, 0};
  socklen_t size = sizeof domain;
  if (fstat(descriptor, info) != 0 || !S_ISSOCK(info->st_mode)) return 0;
  if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0) return 0;
  size = sizeof type;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return 0;
  size = sizeof other;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &other, &size) != 0) return 0;
  return domain == AF_UNIX && type == SOCK_STREAM && other.pid == getpid();
}

// Foundation makes a pair of sockets, wraps the first so that its own thread hears of the child's end,
// and forgets both when the start fails. Asked for the wrapping of a socket that has one,
// CoreFoundation gives that one; its context names the process object, which is the proof that it is
// the right one. It goes first: at the end of file on its socket Foundation's thread would wait for
// ever for the launch.
void pipeline_release_failed_start(const void *process, const int *candidates, int count) {
  if (!CFSocketCreateWithNative || !CFSocketGetContext || !CFSocketSetSocketFlags ||
      !CFSocketInvalidate || !CFRelease)
    return;
  struct stat first, second;
  int found = 0;
  for (int i = 0; i < count && !found; i++) {
    if (!is_own_pair(candidates[i], &first)) continue;
    void *socket = CFSocketCreateWithNative(0, candidates[i], 0, 0, 0);
    if (socket == 0) continue;
    socket_context context = {0};
    CFSocketGetContext(socket, &context);
    found = context.info == process;
    // A wrapping that was only made by asking is taken off again without closing anything.
    if (context.info == 0) CFSocketSetSocketFlags(socket, 0);
    if (found || context.info == 0) CFSocketInvalidate(socket); // closes the first
    CFRelease(socket);
  }
  // The system numbers the two ends of a pair one after the other.
  for (int i = 0; i < count && found; i++)
    if (is_own_pair(candidates[i], &second) && second.st_ino == first.st_ino + 1) {
      close(candidates[i]);
      return;
    }
}

#else

void pipeline_release_failed_start(const void *process, const int *candidates, int count) {
  (void)process, (void)candidates, (void)count;
}

#endif
