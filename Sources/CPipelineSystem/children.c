#define _GNU_SOURCE
#include "CPipelineSystem.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#else
#include <libproc.h>
#include <mach/mach_time.h>
#include <sys/resource.h>
#endif

int pipeline_adopt_orphans(void) {
#if defined(__linux__)
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno;
#else
  return ENOTSUP;
#endif
}

int pipeline_has_children(void) {
  siginfo_t info;
  int options = WEXITED | WNOHANG | WNOWAIT;
#if defined(__linux__)
  options |= __WALL;
#endif
  return waitid(P_ALL, 0, &info, options) == 0 || errno != ECHILD;
}

int pipeline_read_file(const char *path, void *bytes, int room) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  int length = 0;
  while (length < room) {
    ssize_t count = read(file, (char *)bytes + length, (size_t)(room - length));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) length = -1;
    if (count <= 0) break;
    length += (int)count;
  }
  close(file);
  return length;
}

int pipeline_process_numbers(int *pids, int room) {
  DIR *folder = opendir("/proc");
  if (folder == NULL) return -1;
  int count = 0;
  struct dirent *entry;
  while (count < room && (entry = readdir(folder)) != NULL)
    if (isdigit((unsigned char)entry->d_name[0])) pids[count++] = atoi(entry->d_name);
  closedir(folder);
  return count;
}

#if defined(__linux__)

int pipeline_allowed_cores(void) {
  // The kernel refuses a set that is too small (sched_getaffinity(2)). A set of 2^20 cores is always enough.
  for (int room = 1024; room <= 1 << 20; room *= 4) {
    cpu_set_t *set = CPU_ALLOC(room);
    if (set == NULL) return -1;
    size_t size = CPU_ALLOC_SIZE(room);
    int result = sched_getaffinity(0, size, set);
    int count = result == 0 ? CPU_COUNT_S(size, set) : -1;
    CPU_FREE(set);
    if (result == 0 || errno != EINVAL) return count;
  }
  return -1;
}

#else

int pipeline_allowed_cores(void) { return -1; }

int pipeline_group_usage(int group, long long *memory, double *cpu) {
  int pids[1024];
  int bytes = proc_listpids(PROC_PGRP_ONLY, (uint32_t)group, pids, sizeof pids);
  if (bytes < 0) return -1;
  mach_timebase_info_data_t base;
  if (mach_timebase_info(&base) != KERN_SUCCESS || base.denom == 0) return -1;
  unsigned long long ticks = 0;
  *memory = 0;
  for (int i = 0; i < bytes / (int)sizeof *pids; i++) {
    struct rusage_info_v2 info;
    if (proc_pid_rusage(pids[i], RUSAGE_INFO_V2, (rusage_info_t *)&info) != 0) continue;
    *memory += (long long)info.ri_phys_footprint;
    ticks += info.ri_user_time + info.ri_system_time + info.ri_child_user_time +
             info.ri_child_system_time;
  }
  *cpu = (double)ticks * base.numer / base.denom / 1e9;
  return 0;
}

#endif
