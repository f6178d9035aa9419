#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static volatile int note_descriptor = -1;

// A handler can interrupt any code, so this one only calls write(2), and restores errno.
static void note(int signal) {
  int saved = errno;
  char byte = (char)signal;
  ssize_t written = write(note_descriptor, &byte, 1);
  (void)written;
  errno = saved;
}

int pipeline_listen(const int *signals, int count) {
  int ends[2];
  if (note_descriptor >= 0) {
    errno = EALREADY;
    return -1;
  }
  if (pipeline_pipe(ends) != 0) return -1;
  note_descriptor = ends[1];
  for (int i = 0; i < count; i++) {
    struct sigaction old, action = {.sa_handler = note, .sa_flags = SA_RESTART};
    if (sigaction(signals[i], NULL, &old) != 0) continue;
    // nohup, or a shell's `&`, set this.
    if (old.sa_handler == SIG_IGN || old.sa_handler == pipeline_ignore) continue;
    sigfillset(&action.sa_mask);
    sigaction(signals[i], &action, NULL);
  }
  return ends[0];
}

int pipeline_read_signal(int descriptor) {
  unsigned char byte;
  ssize_t length;
  do length = read(descriptor, &byte, 1);
  while (length < 0 && errno == EINTR);
  return length == 1 ? byte : -1;
}

static void unblock(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void pipeline_suspend_self(void) {
  struct sigaction old, action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(SIGTSTP, &action, &old);
  unblock(SIGTSTP);
  raise(SIGTSTP); // returns when continued
  sigaction(SIGTSTP, &old, NULL);
}

void pipeline_die_of(int number) {
  signal(number, SIG_DFL);
  unblock(number);
  kill(getpid(), number);
  raise(number);
  _exit(128 + number); // for a signal whose default action does not kill
}
