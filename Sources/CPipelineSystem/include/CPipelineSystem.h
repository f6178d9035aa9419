// Functions that Swift cannot call, or that differ between Linux and macOS. Unless a comment says otherwise,
// they return 0 or a descriptor; after an error, they return -1 and set errno.
#ifndef PIPELINE_SYSTEM_H
#define PIPELINE_SYSTEM_H

#include <spawn.h>

// Returns the program's own arguments, and their number. Unlike Swift's `CommandLine`, this reads no `/proc`.
char **pipeline_arguments(int *count);

// Creates a pipe. No child inherits its ends, and writing to it never blocks.
int pipeline_pipe(int ends[2]);

// Does nothing for -1.
void pipeline_close(int descriptor);

// Checks that this process can open `count` more descriptors. If the system does not count descriptors, this
// opens copies of `like`. Returns 0 or the error number.
int pipeline_headroom(int like, int count);

// Creates and closes a pair of sockets, to check that this works. Returns 0 or the error number.
int pipeline_try_socket_pair(void);

// Opens a descriptor that becomes readable when the process `pid` ends.
int pipeline_exit_descriptor(int pid);

// Waits until one of two descriptors (-1 for none) is readable. Sets bit 0 of the result for the first and
// bit 1 for the second; returns 0 when the time is over, or if a signal interrupts the wait.
int pipeline_poll(int first, int second, int milliseconds);

// Makes a child start in a folder; Swift's Glibc module lacks this call. Returns 0 or the error number.
int pipeline_add_chdir(posix_spawn_file_actions_t *actions, const char *folder);

// Looks at a child without reaping it. Returns 0 while it runs, 1 if it exited with the status *value, 2 if
// the signal *value killed it, and -1 if it cannot be waited for. After its end, *cpu is the processor time
// of the child and of those that it waited for, in seconds; -1 if unknown.
int pipeline_child_state(int pid, int *value, double *cpu);

// Signals a whole group, through the leader's pidfd if the system can do that.
int pipeline_signal_group(int exit_descriptor, int leader, int signal);

// Signals one process, through its pidfd if there is one.
int pipeline_signal_leader(int exit_descriptor, int pid, int signal);

// Returns 1 if a process of the group is neither a zombie nor dead, or if that is unknown; otherwise 0.
int pipeline_group_lives(int leader);

// Makes this process the subreaper of its descendants (Linux). Returns 0 or the error number.
int pipeline_adopt_orphans(void);

// Returns 1 if this process has a child, even one that has ended, or if that is unknown; otherwise 0.
int pipeline_has_children(void);

// Reads at most `room` bytes from the beginning of a file. Returns their number, or -1.
int pipeline_read_file(const char *path, void *bytes, int room);

// Lists the ids of at most `room` processes in /proc. Returns their number, or -1.
int pipeline_process_numbers(int *pids, int room);

// Returns the number of cores that this process may run on (Linux); -1 if the system does not tell.
int pipeline_allowed_cores(void);

// Measures the memory in bytes and the processor time in seconds of all processes of a group (macOS only).
int pipeline_group_usage(int group, long long *memory, double *cpu);

// Releases two descriptors and memory that Foundation leaks if the system refuses a start (Linux). `process`
// is the `Process` object. No other thread may start a child during the call.
void pipeline_release_failed_start(const void *process);

// Runs `body` on a new detached thread. Returns 0, or the error number if `body` will not run.
int pipeline_start_thread(void (*body)(void *), void *argument);

// Sets the state that children inherit: SIGTTIN and SIGTTOU are ignored, all other signals have their default
// action, and descriptors 0 to 2 are open. In this process, SIGPIPE and each signal that the caller ignores get
// a handler that does nothing.
void pipeline_prepare_process(void);

// The handler that does nothing.
void pipeline_ignore(int signal);

// Moves open descriptors with the number `first` or a higher one to the lowest free numbers above 2.
void pipeline_lower_descriptors(int first);

// From now on, each of these signals writes its number to a pipe; returns the pipe's other end. A signal that
// the caller of this process ignores stays without effect. Later calls in this process fail with EALREADY.
int pipeline_listen(const int *signals, int count);

// Waits for the next signal from that pipe. Returns its number, or -1.
int pipeline_read_signal(int descriptor);

// Suspends this process as Ctrl-Z does by default; returns when it is continued. If no shell could continue
// it, the system ignores the signal, and this returns immediately.
void pipeline_suspend_self(void);

// Kills this process with a signal.
_Noreturn void pipeline_die_of(int signal);

// Returns 1 if a process holds a file's flock, 0 if not, -1 if unknown (macOS, or another user's process).
int pipeline_holds_lock(const char *file, int pid);

// Signals a process only if it holds the flock of a file.
int pipeline_signal_holder(const char *file, int pid, int signal);

#endif
