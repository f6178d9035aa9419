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

// The socket functions of CoreFoundation, which is a part of Foundation on Linux. They are weak, so that a
// version of Foundation without them only leaves two descriptors open.
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

// Whether a descriptor is a blocking stream socket that this process made with `socketpair`. The sockets with
// which CoreFoundation wakes its own thread do not block.
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

// Finds the process object for which CoreFoundation has wrapped a socket, and closes the socket if that
// object is `process`. For a socket with a wrapping, CoreFoundation returns that wrapping, and its context
// names the object.
static enum wrapping close_wrapped(int descriptor, const void *process) {
  void *socket = CFSocketCreateWithNative(0, descriptor, 0, 0, 0);
  if (socket == 0) return wrapped_for_another;
  socket_context context = {0};
  CFSocketGetContext(socket, &context);
  enum wrapping found = context.info == 0         ? not_wrapped
                        : context.info == process ? wrapped_for_it
                                                  : wrapped_for_another;
  // If this call has just created the wrapping, remove it without closing the socket.
  if (found == not_wrapped) CFSocketSetSocketFlags(socket, 0);
  if (found != wrapped_for_another) CFSocketInvalidate(socket);
  CFRelease(socket);
  return found;
}

static int is_hung_up(int descriptor) {
  struct pollfd set = {descriptor, 0, 0};
  return poll(&set, 1, 0) == 1 && (set.revents & POLLHUP) != 0;
}

// Closes the other end of the pair, which has no wrapping and whose peer is closed. For any other process
// object, CoreFoundation removes the wrapping and closes the socket in one step. So an open socket without a
// wrapping belongs to none of those objects.
static int close_other_end(int descriptor, const void *process) {
  struct stat before, after;
  if (!is_own_pair(descriptor, &before) || !is_hung_up(descriptor)) return 0;
  if (close_wrapped(descriptor, process) != not_wrapped) return 0;
  if (!is_own_pair(descriptor, &after) || after.st_ino != before.st_ino) return 0;
  close(descriptor);
  return 1;
}

// Foundation makes a pair of sockets and wraps the first, so that its own thread learns when the child ends.
// If the start fails, Foundation forgets both. The first must be closed first. Otherwise Foundation's thread
// would reach the end of file on it, and wait forever for the launch.
void pipeline_release_failed_start(const void *process) {
  if (!CFSocketCreateWithNative || !CFSocketGetContext || !CFSocketSetSocketFlags ||
      !CFSocketInvalidate || !CFRelease)
    return;
  DIR *folder = opendir("/proc/self/fd");
  if (folder == NULL) return;
  struct stat info;
  struct dirent *entry;
  int closed = 0; // of the two
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
