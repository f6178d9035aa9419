#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/syscall.h>
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#define SIGNAL_PROCESS_GROUP 4 // PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9
#else
#include <sys/event.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#endif

int pipeline_pipe(int ends[2]) {
#if defined(__linux__)
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
#else
  // macOS cannot set the flag in the same call, so a child that starts in between inherits both ends.
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
#endif
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  return 0;
}

void pipeline_close(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}

// Whether the system counts the open descriptors (Linux 6.2) and the limit allows `count` more.
static int has_room(int count) {
#if defined(__linux__)
  struct stat table;
  struct rlimit limit;
  return stat("/proc/self/fd", &table) == 0 && table.st_size > 0 &&
         getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
         (rlim_t)table.st_size + (rlim_t)count <= limit.rlim_cur;
#else
  (void)count;
  return 0;
#endif
}

int pipeline_try_socket_pair(void) {
  int pair[2], kind = SOCK_STREAM;
#if defined(__linux__)
  kind |= SOCK_CLOEXEC;
#endif
  if (socketpair(AF_UNIX, kind, 0, pair) != 0) return errno;
  close(pair[0]);
  close(pair[1]);
  return 0;
}

int pipeline_headroom(int like, int count) {
  int opened[64], n = 0, error = 0;
  if (has_room(count)) return 0;
  if (count > 64) count = 64;
  while (n < count) {
    int descriptor = fcntl(like, F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0) {
      error = errno;
      break;
    }
    opened[n++] = descriptor;
  }
  while (n > 0) close(opened[--n]);
  return error;
}

int pipeline_exit_descriptor(int pid) {
#if defined(__linux__)
  return (int)syscall(SYS_pidfd_open, pid, 0); // always close-on-exec
#else
  int queue = kqueue();
  if (queue < 0) return -1;
  fcntl(queue, F_SETFD, FD_CLOEXEC);
  struct kevent event;
  EV_SET(&event, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT, 0, NULL);
  if (kevent(queue, &event, 1, NULL, 0, NULL) == 0) return queue;
  int saved = errno;
  close(queue);
  errno = saved;
  return -1;
#endif
}

int pipeline_poll(int first, int second, int milliseconds) {
  struct pollfd set[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  if (poll(set, 2, milliseconds) <= 0) return 0;
  return (set[0].revents != 0 ? 1 : 0) | (set[1].revents != 0 ? 2 : 0);
}

int pipeline_add_chdir(posix_spawn_file_actions_t *actions, const char *folder) {
  return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int pipeline_child_state(int pid, int *value, double *cpu) {
  siginfo_t info;
  struct rusage usage;
  int result;
  memset(&usage, 0, sizeof usage);
  do {
    memset(&info, 0, sizeof info);
#if defined(__linux__) && defined(__LP64__)
    // Unlike the C function, the system call has a fifth argument for the resources that the child used.
    result = (int)syscall(SYS_waitid, P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT, &usage);
#else
    result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
#endif
  } while (result != 0 && errno == EINTR);
  if (result != 0) return -1;
  if (info.si_pid == 0) return 0;
  *value = info.si_status;
#if defined(__linux__) && defined(__LP64__)
  *cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
#else
  *cpu = -1;
#endif
  return info.si_code == CLD_EXITED ? 1 : 2;
}

static int send_signal(int exit_descriptor, int pid, int signal, int to_group) {
  if (pid <= 1) {
    errno = ESRCH; // kill(-1) would signal every process
    return -1;
  }
#if defined(__linux__)
  if (exit_descriptor >= 0) {
    unsigned flags = to_group ? SIGNAL_PROCESS_GROUP : 0;
    int result = (int)syscall(SYS_pidfd_send_signal, exit_descriptor, signal, NULL, flags);
    // Any error other than ESRCH or EPERM means that the system cannot signal a group through a pidfd.
    if (!to_group || result == 0 || errno == ESRCH || errno == EPERM) return result;
  }
#else
  (void)exit_descriptor;
#endif
  return kill(to_group ? -pid : pid, signal);
}

int pipeline_signal_group(int exit_descriptor, int leader, int signal) {
  return send_signal(exit_descriptor, leader, signal, 1);
}

int pipeline_signal_leader(int exit_descriptor, int pid, int signal) {
  return send_signal(exit_descriptor, pid, signal, 0);
}

#if defined(__linux__)
int pipeline_group_lives(int leader) {
  DIR *folder = opendir("/proc");
  if (folder == NULL) return 1;
  int lives = 0;
  struct dirent *entry;
  while (!lives && (entry = readdir(folder)) != NULL) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    char path[300], text[512];
    snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
    int length = pipeline_read_file(path, text, sizeof text - 1);
    if (length <= 0) continue;
    text[length] = 0;
    // PID (NAME) STATE PARENT GROUP, where NAME can contain parentheses, so start at the last one.
    char *rest = strrchr(text, ')');
    char state;
    int parent, group;
    if (rest == NULL || sscanf(rest + 1, " %c %d %d", &state, &parent, &group) != 3) continue;
    lives = group == leader && state != 'Z' && state != 'X';
  }
  closedir(folder);
  return lives;
}
#else
int pipeline_group_lives(int leader) {
  int name[4] = {CTL_KERN, KERN_PROC, KERN_PROC_PGRP, leader};
  size_t size = 0;
  if (sysctl(name, 4, NULL, &size, NULL, 0) != 0) return 1;
  size += 16 * sizeof(struct kinfo_proc); // processes can start in between
  struct kinfo_proc *list = malloc(size);
  if (list == NULL) return 1;
  int lives = 0;
  if (sysctl(name, 4, list, &size, NULL, 0) != 0) lives = 1;
  else
    for (size_t i = 0; i < size / sizeof *list; i++) lives |= list[i].kp_proc.p_stat != SZOMB;
  free(list);
  return lives;
}
#endif

struct start {
  void (*body)(void *);
  void *argument;
};

static void *run_thread(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  start.body(start.argument);
  return NULL;
}

int pipeline_start_thread(void (*body)(void *), void *argument) {
  struct start *start = malloc(sizeof *start);
  if (start == NULL) return ENOMEM;
  *start = (struct start){body, argument};
  pthread_t thread;
  int error = pthread_create(&thread, NULL, run_thread, start);
  if (error == 0)
    pthread_detach(thread);
  else
    free(start);
  return error;
}

void pipeline_ignore(int signal) { (void)signal; }

void pipeline_lower_descriptors(int first) {
  int inherited[1024], count = 0; // enough in practice; further ones keep their numbers
  DIR *folder = opendir("/dev/fd");
  if (!folder) return;
  for (struct dirent *entry; (entry = readdir(folder)) && count < 1024;) {
    int descriptor = atoi(entry->d_name);
    if (descriptor >= first && descriptor != dirfd(folder)) inherited[count++] = descriptor;
  }
  closedir(folder);
  for (int i = 0; i < count; i++) {
    int low = fcntl(inherited[i], F_DUPFD_CLOEXEC, 3);
    if (low >= 0) close(low < inherited[i] ? inherited[i] : low);
  }
}

void pipeline_prepare_process(void) {
  int descriptor;
  do descriptor = open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor < 3);
  pipeline_close(descriptor);
  signal(SIGCHLD, SIG_DFL);
  // `exec` resets a handler to the default action, but keeps SIG_IGN. So the runner goes on ignoring what its
  // caller ignores (`nohup`), and its scripts do not.
  struct sigaction old, action = {.sa_handler = pipeline_ignore, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int number = 1; number < NSIG; number++)
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
      sigaction(number, &action, NULL);
  sigaction(SIGPIPE, &action, NULL);
  signal(SIGTTIN, SIG_IGN);
  signal(SIGTTOU, SIG_IGN);
}
