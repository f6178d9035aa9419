// Functions that Swift cannot call, or that differ between Linux and macOS. Unless a comment says otherwise,
// they return 0 or a descriptor, and -1 with errno set.
#ifndef PIPELINE_SYSTEM_H
#define PIPELINE_SYSTEM_H

#include <spawn.h>

// Returns the program's own arguments, and their number. Unlike Swift's `CommandLine`, this reads no `/proc`.
char **pipeline_arguments(int *count);

// No child inherits the ends; writing to the pipe never blocks.
int pipeline_pipe(int ends[2]);

// Does nothing for -1.
void pipeline_close(int descriptor);

// Checks that the process can open `count` more descriptors. If the system does not count descriptors, this
// opens copies of `like`. Returns 0, or the error number.
int pipeline_headroom(int like, int count);

// Makes a pair of sockets, and closes it. Returns 0, or the error number.
int pipeline_try_socket_pair(void);

// Opens a descriptor that becomes readable when the process `pid` ends.
int pipeline_exit_descriptor(int pid);

// Waits until one of two descriptors (-1 for none) is readable, or the time is over. Returns bit 0 for the
// first and bit 1 for the second; 0 for neither, also if a signal interrupted the wait.
int pipeline_poll(int first, int second, int milliseconds);

// Makes a child start in a folder, because Swift's Glibc module lacks the call. Returns 0, or the error
// number.
int pipeline_add_chdir(posix_spawn_file_actions_t *actions, const char *folder);

// Looks at a child without reaping it. Returns 0 while it runs, 1 if it exited with the status *value, 2 if
// the signal *value killed it, and -1 if it is not a child to wait for. After the end, *cpu is the processor
// time of the child and of those it waited for, in seconds; -1 if unknown.
int pipeline_child_state(int pid, int *value, double *cpu);

// Signals a whole group, through the leader's pidfd if the system can do that.
int pipeline_signal_group(int exit_descriptor, int leader, int signal);

// Uses the pidfd if there is one.
int pipeline_signal_leader(int exit_descriptor, int pid, int signal);

// Whether any process of the group is neither a zombie nor dead; 1 or 0, and 1 if that is unknown.
int pipeline_group_lives(int leader);

// Makes this process the subreaper of its descendants (Linux). Returns 0, or the error number.
int pipeline_adopt_orphans(void);

// Whether this process has a child, ended or not; 1 or 0, and 1 if that is unknown.
int pipeline_has_children(void);

// Reads a small file from its beginning. Returns the number of bytes, or -1.
int pipeline_read_file(const char *path, void *bytes, int room);

// Lists the ids of at most `room` processes in /proc. Returns their number, or -1.
int pipeline_process_numbers(int *pids, int room);

// Returns the number of cores that this process may run on (Linux); -1 if the system does not tell.
int pipeline_allowed_cores(void);

// The memory in bytes and the processor time in seconds of all processes of a group (macOS only).
int pipeline_group_usage(int group, long long *memory, double *cpu);

// Releases two descriptors and memory that Foundation leaks if the system refuses a start (Linux). `process`
// is the `Process` object. No other thread may start a process meanwhile.
void pipeline_release_failed_start(const void *process);

// Runs `body` on a new detached thread. Returns 0, or the error number; then `body` does not run.
int pipeline_start_thread(void (*body)(void *), void *argument);

// Sets the state that children inherit: SIGTTIN and SIGTTOU are ignored, all other signals have their default
// action, and descriptors 0 to 2 are open. In this process, SIGPIPE and each signal that the caller ignores get
// a handler that does nothing.
void pipeline_prepare_process(void);

// The handler that does nothing.
void pipeline_ignore(int signal);

// Moves open descriptors from the number `first` on to the lowest free numbers above 2. Their files stay
// open.
void pipeline_lower_descriptors(int first);

// From now on, each of these signals writes its number to a pipe; returns the pipe's other end. A signal that
// the caller of this process ignores stays without effect. Later calls in this process fail with EALREADY.
int pipeline_listen(const int *signals, int count);

// Waits for the next signal from that pipe. Returns its number, or -1.
int pipeline_read_signal(int descriptor);

// Stops this process as Ctrl-Z does by default, and returns when it is continued; returns immediately if no
// shell could continue it, because the system then ignores the stop.
void pipeline_suspend_self(void);

// Kills this process with a signal.
_Noreturn void pipeline_die_of(int signal);

// Whether a process has the flock of a file; 1, 0, or -1 if unknown (macOS, or another user's process).
int pipeline_holds_lock(const char *file, int pid);

// Signals a process only if it has the flock of a file.
int pipeline_signal_holder(const char *file, int pid, int signal);

#endif
