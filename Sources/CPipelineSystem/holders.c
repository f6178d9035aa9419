#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#if defined(__linux__)

// Whether a descriptor of a process belongs to the open file description that has the lock. A process that
// only reads the file (`tail -f` of a log) has another description.
static int carries_lock(int pid, const char *descriptor) {
  char path[600], text[2048];
  snprintf(path, sizeof path, "/proc/%d/fdinfo/%s", pid, descriptor);
  int length = pipeline_read_file(path, text, sizeof text - 1);
  if (length <= 0) return 0;
  text[length] = 0;
  return strstr(text, "lock:") != NULL && strstr(text, "FLOCK") != NULL;
}

static int holds(int pid, const struct stat *wanted) {
  char path[600];
  snprintf(path, sizeof path, "/proc/%d/fd", pid);
  DIR *folder = opendir(path);
  if (folder == NULL) return errno == EACCES || errno == EPERM ? -1 : 0;
  int found = 0;
  struct dirent *entry;
  while (!found && (entry = readdir(folder)) != NULL) {
    struct stat info;
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    snprintf(path, sizeof path, "/proc/%d/fd/%s", pid, entry->d_name);
    if (stat(path, &info) != 0) continue;
    found = info.st_dev == wanted->st_dev && info.st_ino == wanted->st_ino &&
            carries_lock(pid, entry->d_name);
  }
  closedir(folder);
  return found;
}

int pipeline_holds_lock(const char *file, int pid) {
  struct stat wanted;
  return stat(file, &wanted) == 0 ? holds(pid, &wanted) : 0;
}

int pipeline_signal_holder(const char *file, int pid, int signal) {
  struct stat wanted;
  // Open the handle before the check. Otherwise it could belong to a later process with the same id.
  int handle = pipeline_exit_descriptor(pid);
  int result = -1;
  if (stat(file, &wanted) == 0 && holds(pid, &wanted) == 1)
    result = pipeline_signal_leader(handle, pid, signal);
  else
    errno = ESRCH;
  pipeline_close(handle);
  return result;
}

#else

int pipeline_holds_lock(const char *file, int pid) {
  (void)file, (void)pid;
  return -1;
}

int pipeline_signal_holder(const char *file, int pid, int signal) {
  (void)file, (void)pid, (void)signal;
  errno = ENOTSUP;
  return -1;
}

#endif
