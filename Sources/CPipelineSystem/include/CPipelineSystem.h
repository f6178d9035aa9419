// Calls of the C libraries that Swift does not see, or that differ between Linux and macOS.
// Functions return 0 or a descriptor, and -1 with errno set, unless their comment says otherwise.
#ifndef PIPELINE_SYSTEM_H
#define PIPELINE_SYSTEM_H

#include <spawn.h>

// Opens a pipe whose ends no child inherits; writing to it never blocks.
int pipeline_pipe(int ends[2]);

// Closes a descriptor; -1 is none.
void pipeline_close(int descriptor);

// Checks that `count` more descriptors can be opened; 0, or the error number.
int pipeline_headroom(int like, int count);

// Opens a descriptor that is readable once the process `pid` has ended.
int pipeline_exit_descriptor(int pid);

// Waits until one of two descriptors (-1 is none) is readable, or the time is over. Returns bit 0
// for the first, bit 1 for the second; 0 for neither, also when a signal came.
int pipeline_poll(int first, int second, int milliseconds);

// Makes a child start in a folder, a call that Swift's Glibc module lacks; 0, or the error number.
int pipeline_add_chdir(posix_spawn_file_actions_t *actions, const char *folder);

// Looks at a child without reaping it. 0: still runs. 1: exited, *value is its status.
// 2: ended by the signal *value. -1: it is not, or no longer, a child to wait for.
// After its end *cpu is the processor time of the child and of those it waited for, in seconds; -1 if the
// system does not tell.
int pipeline_child_state(int pid, int *value, double *cpu);

// Signals a whole group, through the leader's pidfd if the system can.
int pipeline_signal_group(int exit_descriptor, int leader, int signal);

// Signals one process, through its pidfd where there is one.
int pipeline_signal_leader(int exit_descriptor, int pid, int signal);

// Whether any process of the group is neither a zombie nor dead: 1 or 0; 1 if it cannot be told.
int pipeline_group_lives(int leader);

// Makes this process the subreaper of its descendants (Linux); 0, or the error number.
int pipeline_adopt_orphans(void);

// Whether this process has a child, ended or not: 1 or 0; 1 if it cannot be told.
int pipeline_has_children(void);

// Reads a small file from its beginning; returns the number of bytes, or -1.
int pipeline_read_file(const char *path, void *bytes, int room);

// Lists the ids of all processes in /proc, at most `room`; returns how many, or -1.
int pipeline_process_numbers(int *pids, int room);

// The number of cores that this process may run on (Linux); -1 if the system does not tell.
int pipeline_allowed_cores(void);

// The memory in bytes and the processor time in seconds of all processes of a group (macOS only);
// returns 0, or -1.
int pipeline_group_usage(int group, long long *memory, double *cpu);

// Closes the two descriptors, and frees the memory, that Foundation leaks when a start fails in the system
// (Linux). `process` is the object; no other start may be under way.
void pipeline_release_failed_start(const void *process);

// Runs `body` on a new detached thread; 0, or the error number: then it is not run.
int pipeline_start_thread(void (*body)(void *), void *argument);

// Sets what children inherit: SIGCHLD default, SIGTTIN and SIGTTOU ignored, SIGPIPE a handler that
// does nothing (so that children have the default), descriptors 0 to 2 open.
void pipeline_prepare_process(void);

// Moves the open descriptors from this number on to the lowest free numbers from 3 on. Their files stay open.
void pipeline_lower_descriptors(int first);

// Writes the number of each of these signals that arrives to a pipe, and returns its other end. A
// signal that is ignored now stays ignored. Once in a process: EALREADY after that.
int pipeline_listen(const int *signals, int count);

// Waits for the next signal from that pipe: its number, or -1.
int pipeline_read_signal(int descriptor);

// Stops this process as Ctrl-Z does by default, and returns when it is continued (or at once if no shell could
// continue it: the system then ignores the stop).
void pipeline_suspend_self(void);

// Ends this process by a signal; does not return.
_Noreturn void pipeline_die_of(int signal);

// Whether a process has the flock of that file: 1 or 0; -1 if the system does not tell (macOS, or another
// user's process).
int pipeline_holds_lock(const char *file, int pid);

// Signals a process if it has the flock of that file.
int pipeline_signal_holder(const char *file, int pid, int signal);

#endif
