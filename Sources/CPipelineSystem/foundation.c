#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__)

// Socket functions of CoreFoundation, a part of Foundation on Linux. They are weak symbols, so the tool also
// runs with a version of Foundation that lacks them; it then leaks two descriptors after a failed start.
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

// Whether a descriptor is a blocking stream socket that this process made with `socketpair`. CoreFoundation's
// own sockets, with which it wakes its thread, do not block.
static int is_own_pair(int descriptor, struct stat *info) {
  int domain = 0, type = 0;
  struct ucred other = {0, 0, 0};
  socklen_t size = sizeof domain;
  if (fstat(descriptor, info) != 0 || !S_ISSOCK(info->st_mode)) return 0;
  if (fcntl(descriptor, F_GETFL) & O_NONBLOCK) return 0;
  if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0) return 0;
  size = sizeof type;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return 0;
  size = sizeof other;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &other, &size) != 0) return 0;
  return domain == AF_UNIX && type == SOCK_STREAM && other.pid == getpid();
}

enum wrapping { not_wrapped, wrapped_for_it, wrapped_for_another };

// Returns whether CoreFoundation wrapped a socket in a CFSocket for `process`; if so, closes the socket.
// CFSocketCreateWithNative returns the existing CFSocket, whose context names the process object.
static enum wrapping close_wrapped(int descriptor, const void *process) {
  void *socket = CFSocketCreateWithNative(0, descriptor, 0, 0, 0);
  if (socket == 0) return wrapped_for_another;
  socket_context context = {0};
  CFSocketGetContext(socket, &context);
  enum wrapping found = context.info == 0         ? not_wrapped
                        : context.info == process ? wrapped_for_it
                                                  : wrapped_for_another;
  // CFSocketCreateWithNative has just created this CFSocket. Remove it, and leave the descriptor open.
  if (found == not_wrapped) CFSocketSetSocketFlags(socket, 0);
  if (found != wrapped_for_another) CFSocketInvalidate(socket);
  CFRelease(socket);
  return found;
}

static int is_hung_up(int descriptor) {
  struct pollfd set = {descriptor, 0, 0};
  return poll(&set, 1, 0) == 1 && (set.revents & POLLHUP) != 0;
}

// Closes the second socket of the pair, which has no CFSocket, and whose peer is closed. An open socket of
// another process object still has a CFSocket, because CoreFoundation removes the two in one step.
static int close_other_end(int descriptor, const void *process) {
  struct stat before, after;
  if (!is_own_pair(descriptor, &before) || !is_hung_up(descriptor)) return 0;
  if (close_wrapped(descriptor, process) != not_wrapped) return 0;
  if (!is_own_pair(descriptor, &after) || after.st_ino != before.st_ino) return 0;
  close(descriptor);
  return 1;
}

// For each child, Foundation makes a pair of sockets. It wraps the first, so that its own thread learns of
// the child's end. If the start fails, Foundation leaks both. The first must be closed first. Otherwise
// Foundation's thread would read the end of file from it, and then wait forever for the start.
void pipeline_release_failed_start(const void *process) {
  if (!CFSocketCreateWithNative || !CFSocketGetContext || !CFSocketSetSocketFlags ||
      !CFSocketInvalidate || !CFRelease)
    return;
  DIR *folder = opendir("/proc/self/fd");
  if (folder == NULL) return;
  struct stat info;
  struct dirent *entry;
  int closed = 0; // of the pair's two sockets
  for (int pass = 0; pass < 2 && closed == pass; pass++, rewinddir(folder))
    while (closed == pass && (entry = readdir(folder)) != NULL) {
      if (!isdigit((unsigned char)entry->d_name[0])) continue;
      int descriptor = atoi(entry->d_name);
      if (pass == 0)
        closed += is_own_pair(descriptor, &info) && close_wrapped(descriptor, process) == wrapped_for_it;
      else
        closed += close_other_end(descriptor, process);
    }
  closedir(folder);
}

#else

void pipeline_release_failed_start(const void *process) { (void)process; }

#endif
