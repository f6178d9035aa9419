// Preloaded into the runner, and into nothing else: counts what it asks of the system about files of
// one root and about processes, and at one chosen call kills the runner or lets the call fail.
//
//   RELIABILITY_EXE    the runner's executable; in any other the shim does nothing
//   RELIABILITY_ROOT   only calls about this folder count, and those about processes
//   RELIABILITY_MODE   count | before | after | torn | error | lasting | short
//   RELIABILITY_CALL   only calls of this name count; empty or absent: all that change something
//   RELIABILITY_AT     which one, from 1; with `lasting` that one and all behind it
//   RELIABILITY_ERRNO  for `error` and `lasting`
//   RELIABILITY_TRACE  a file that takes a line for each call (count), or for the one that was hit
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum mode { off, count, before, after, torn, error, lasting, shortened };

static enum mode mode = off;
static char root[PATH_MAX];
static char executable[PATH_MAX];
static size_t root_length;
static char only[64];
static long at;
static int number;
static pid_t owner;
static int trace = -1;
static atomic_long calls;

static long (*raw)(long, ...);

#define REAL(name)                                             \
  static __typeof__(&name) real;                               \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

__attribute__((constructor)) static void begin(void) {
  raw = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  char exe[PATH_MAX];
  ssize_t length = raw(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", exe, sizeof exe - 1);
  exe[length < 0 ? 0 : length] = 0;
  // Scripts are none of the shim's business.
  const char *wanted = setting("RELIABILITY_EXE");
  int is_runner = strcmp(exe, wanted) == 0;
  unsetenv("LD_PRELOAD");
  if (!is_runner) return;
  // As the dynamic linker names it.
  Dl_info self;
  if (dladdr((void *)getauxval(AT_ENTRY), &self) && self.dli_fname)
    snprintf(executable, sizeof executable, "%s", self.dli_fname);
  snprintf(root, sizeof root, "%s", setting("RELIABILITY_ROOT"));
  root_length = strlen(root);
  snprintf(only, sizeof only, "%s", setting("RELIABILITY_CALL"));
  at = atol(setting("RELIABILITY_AT"));
  number = atoi(setting("RELIABILITY_ERRNO"));
  owner = (pid_t)raw(SYS_getpid);
  const char *path = setting("RELIABILITY_TRACE");
  if (*path)
    trace = (int)raw(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  static const char *names[] = {"off", "count", "before", "after", "torn",
                                "error", "lasting", "short"};
  for (int i = 0; i < 8; i++)
    if (strcmp(setting("RELIABILITY_MODE"), names[i]) == 0) mode = (enum mode)i;
}

static void tell(long index, const char *name, const char *what) {
  if (trace < 0) return;
  char line[PATH_MAX + 100];
  int length = snprintf(line, sizeof line, "%ld %s %s\n", index, name, what);
  raw(SYS_write, trace, line, (size_t)length);
}

static void die(void) {
  raw(SYS_kill, owner, SIGKILL);
  for (;;) raw(SYS_sched_yield);
}

// What of the calls is in question: those that change something, unless one name is wanted.
static int concerns(const char *name, int changes) {
  if (mode == off || raw(SYS_getpid) != owner) return 0;
  if (mode == count) return 1;
  if (mode == torn) return strcmp(name, "write") == 0 || strcmp(name, "pwrite") == 0;
  return *only ? strcmp(only, name) == 0 : changes;
}

static int inside(const char *path) {
  if (!path) return 0;
  if (*path != '/') return 1;
  return strncmp(path, root, root_length) == 0 &&
         (path[root_length] == 0 || path[root_length] == '/');
}

static const char *name_of(int file, char *buffer) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  long length = raw(SYS_readlinkat, AT_FDCWD, link, buffer, (size_t)PATH_MAX - 1);
  buffer[length < 0 ? 0 : length] = 0;
  return buffer;
}

enum verdict { go, hit, fail, half };

// Counts a call and says what is to become of it.
static enum verdict arrive(const char *name, int changes, const char *what) {
  int saved = errno;
  enum verdict verdict = go;
  if (concerns(name, changes)) {
    long index = atomic_fetch_add(&calls, 1) + 1;
    if (mode == count) {
      char kind[80];
      snprintf(kind, sizeof kind, "%s%s", name, changes ? "" : "?");
      tell(index, kind, what);
    } else if (index == at || (mode == lasting && index > at)) {
      tell(index, name, what);
      if (mode == before) die();
      verdict = mode == error || mode == lasting ? fail : mode == after ? hit : half;
    }
  }
  errno = saved;
  return verdict;
}

static enum verdict arrive_path(const char *name, int changes, const char *path) {
  return mode != off && inside(path) ? arrive(name, changes, path) : go;
}

static enum verdict arrive_file(const char *name, int changes, int file) {
  if (mode == off) return go;
  char buffer[PATH_MAX];
  int saved = errno;
  const char *path = name_of(file, buffer);
  errno = saved;
  return *path == '/' && inside(path) ? arrive(name, changes, path) : go;
}

#define FINISH(type, verdict, expression, failure) \
  do {                                             \
    if (verdict == fail) {                         \
      errno = number;                              \
      return failure;                              \
    }                                              \
    type result = expression;                      \
    if (verdict == hit) die();                     \
    return result;                                 \
  } while (0)

#define OPEN(symbol, parameters, path, ...)                                         \
  int symbol parameters {                                                           \
    mode_t permissions = 0;                                                         \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                          \
      va_list list;                                                                 \
      va_start(list, flags);                                                        \
      permissions = va_arg(list, mode_t);                                           \
      va_end(list);                                                                 \
    }                                                                               \
    REAL(symbol);                                                                   \
    enum verdict verdict = arrive_path("open", (flags & (O_CREAT | O_TRUNC)) != 0, path); \
    FINISH(int, verdict, real(__VA_ARGS__, flags, permissions), -1);                \
  }

OPEN(open, (const char *path, int flags, ...), path, path)
OPEN(open64, (const char *path, int flags, ...), path, path)
OPEN(openat, (int folder, const char *path, int flags, ...), path, folder, path)
OPEN(openat64, (int folder, const char *path, int flags, ...), path, folder, path)

ssize_t write(int file, const void *bytes, size_t length) {
  REAL(write);
  enum verdict verdict = arrive_file("write", 1, file);
  if (verdict == half) {
    ssize_t written = real(file, bytes, mode == torn ? length / 2 : (length + 1) / 2);
    if (mode == torn) die();
    return written;
  }
  FINISH(ssize_t, verdict, real(file, bytes, length), -1);
}

#define PWRITE(symbol, offset)                                                      \
  ssize_t symbol(int file, const void *bytes, size_t length, offset position) {     \
    REAL(symbol);                                                                   \
    enum verdict verdict = arrive_file("pwrite", 1, file);                          \
    if (verdict == half) {                                                          \
      ssize_t written = real(file, bytes, (length + 1) / 2, position);              \
      if (mode == torn) die();                                                      \
      return written;                                                               \
    }                                                                               \
    FINISH(ssize_t, verdict, real(file, bytes, length, position), -1);              \
  }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t read(int file, void *bytes, size_t length) {
  REAL(read);
  enum verdict verdict = arrive_file("read", 0, file);
  if (verdict == half) return real(file, bytes, (length + 1) / 2);
  FINISH(ssize_t, verdict, real(file, bytes, length), -1);
}

#define PREAD(symbol, offset)                                                       \
  ssize_t symbol(int file, void *bytes, size_t length, offset position) {           \
    REAL(symbol);                                                                   \
    enum verdict verdict = arrive_file("pread", 0, file);                           \
    if (verdict == half) return real(file, bytes, (length + 1) / 2, position);      \
    FINISH(ssize_t, verdict, real(file, bytes, length, position), -1);              \
  }

PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define ON_PATH(type, symbol, changes, failure, parameters, path, ...) \
  type symbol parameters {                                             \
    REAL(symbol);                                                      \
    enum verdict verdict = arrive_path(#symbol, changes, path);        \
    FINISH(type, verdict, real(__VA_ARGS__), failure);                 \
  }

#define ON_FILE(type, symbol, name, changes, failure, parameters, file, ...) \
  type symbol parameters {                                                   \
    REAL(symbol);                                                            \
    enum verdict verdict = arrive_file(name, changes, file);                 \
    FINISH(type, verdict, real(__VA_ARGS__), failure);                       \
  }

#define ALWAYS(type, symbol, changes, failure, parameters, ...) \
  type symbol parameters {                                      \
    REAL(symbol);                                               \
    enum verdict verdict = arrive(#symbol, changes, "");        \
    FINISH(type, verdict, real(__VA_ARGS__), failure);          \
  }

ON_PATH(int, rename, 1, -1, (const char *from, const char *to), from, from, to)
ON_PATH(int, renameat, 1, -1, (int a, const char *from, int b, const char *to), from, a, from, b, to)
ON_PATH(int, renameat2, 1, -1, (int a, const char *from, int b, const char *to, unsigned f), from, a,
        from, b, to, f)
ON_PATH(int, unlink, 1, -1, (const char *path), path, path)
ON_PATH(int, unlinkat, 1, -1, (int folder, const char *path, int flags), path, folder, path, flags)
ON_PATH(int, rmdir, 1, -1, (const char *path), path, path)
ON_PATH(int, remove, 1, -1, (const char *path), path, path)
ON_PATH(int, mkdir, 1, -1, (const char *path, mode_t mode), path, path, mode)
ON_PATH(int, mkdirat, 1, -1, (int folder, const char *path, mode_t mode), path, folder, path, mode)
ON_PATH(int, link, 1, -1, (const char *from, const char *to), from, from, to)
ON_PATH(int, symlink, 1, -1, (const char *from, const char *to), to, from, to)
ON_PATH(int, chmod, 1, -1, (const char *path, mode_t mode), path, path, mode)
ON_PATH(int, stat, 0, -1, (const char *path, struct stat *status), path, path, status)
ON_PATH(int, lstat, 0, -1, (const char *path, struct stat *status), path, path, status)
ON_PATH(int, fstatat, 0, -1, (int folder, const char *path, struct stat *status, int flags), path,
        folder, path, status, flags)
ON_PATH(int, statx, 0, -1,
        (int folder, const char *path, int flags, unsigned mask, struct statx *status), path, folder,
        path, flags, mask, status)
ON_PATH(int, access, 0, -1, (const char *path, int how), path, path, how)
ON_PATH(DIR *, opendir, 0, NULL, (const char *path), path, path)
ON_PATH(ssize_t, readlink, 0, -1, (const char *path, char *text, size_t length), path, path, text,
        length)
ON_PATH(char *, realpath, 0, NULL, (const char *path, char *text), path, path, text)

ON_FILE(int, fsync, "fsync", 1, -1, (int file), file, file)
ON_FILE(int, fdatasync, "fsync", 1, -1, (int file), file, file)
ON_FILE(int, ftruncate, "ftruncate", 1, -1, (int file, off_t length), file, file, length)
ON_FILE(int, futimens, "futimens", 1, -1, (int file, const struct timespec times[2]), file, file, times)
ON_FILE(int, fstat, "fstat", 0, -1, (int file, struct stat *status), file, file, status)
ON_FILE(int, flock, "flock", 1, -1, (int file, int how), file, file, how)
ON_FILE(int, close, "close", 1, -1, (int file), file, file)

struct dirent *readdir(DIR *stream) {
  REAL(readdir);
  enum verdict verdict = arrive_file("readdir", 0, dirfd(stream));
  FINISH(struct dirent *, verdict, real(stream), NULL);
}

// These return the number of the error.
int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const arguments[], char *const names[]) {
  REAL(posix_spawn);
  enum verdict verdict = arrive("posix_spawn", 1, path);
  FINISH(int, verdict, real(pid, path, actions, attributes, arguments, names), number);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *value) {
  REAL(pthread_create);
  // Those that Foundation and Dispatch start are theirs: Foundation waits for ever for one that it was
  // refused. They may stand in the same file, and give their threads attributes.
  Dl_info caller;
  int own = attributes == NULL && dladdr(__builtin_return_address(0), &caller) &&
            caller.dli_fname && strcmp(caller.dli_fname, executable) == 0;
  enum verdict verdict = own ? arrive("pthread_create", 0, "") : go;
  FINISH(int, verdict, real(thread, attributes, body, value), number);
}

ALWAYS(int, kill, 1, -1, (pid_t pid, int signal), pid, signal)
ALWAYS(int, pipe2, 0, -1, (int files[2], int flags), files, flags)
ALWAYS(int, socketpair, 0, -1, (int domain, int type, int protocol, int files[2]), domain, type,
       protocol, files)
