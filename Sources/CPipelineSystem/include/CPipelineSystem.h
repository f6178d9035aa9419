// What the C libraries do not show to Swift, or show differently on Linux and macOS.
// Functions return 0 or a descriptor, and -1 with errno set, unless they say otherwise.
#ifndef PIPELINE_SYSTEM_H
#define PIPELINE_SYSTEM_H

#include <spawn.h>

// Opens a pipe whose ends no child inherits; writing to it never blocks.
int pipeline_pipe(int ends[2]);

// Writes one byte to a pipe; async-signal-safe, keeps errno.
void pipeline_wake(int descriptor);

// Closes a descriptor; -1 is none.
void pipeline_close(int descriptor);

// Checks that `count` more descriptors can be opened beside those there are; 0, or the error
// number.
int pipeline_headroom(int like, int count);

// A descriptor that is readable once the child `pid` has ended.
int pipeline_exit_descriptor(int pid);

// Waits until one of two descriptors (-1 is none) is readable, or the time is over. Returns bit 0
// for the first, bit 1 for the second; 0 for neither, also when a signal came.
int pipeline_poll(int first, int second, int milliseconds);

// Lets a child begin in a folder, which Glibc can do and does not show to Swift; 0, or the error
// number.
int pipeline_add_chdir(posix_spawn_file_actions_t *actions, const char *folder);

// Sleeps; a signal may end it early.
void pipeline_nap(int microseconds);

// Looks at a child without reaping it. 0: still runs. 1: exited, *value is its status.
// 2: ended by the signal *value. -1: it is not, or no longer, a child to wait for.
// Of one that has ended *cpu is the processor time that it and those it waited for took, in seconds;
// -1 where the system does not tell.
int pipeline_child_state(int pid, int *value, double *cpu);

// Signals a whole group, through the leader's pidfd where the system knows how.
int pipeline_signal_group(int exit_descriptor, int leader, int signal);

// Signals one process, through its pidfd where there is one.
int pipeline_signal_leader(int exit_descriptor, int pid, int signal);

// Whether any process of the group is neither a zombie nor dead: 1 or 0; 1 if it cannot be told.
int pipeline_group_lives(int leader);

// Lets whatever loses its parent below this process become its child (Linux); 0, or the error number.
int pipeline_adopt_orphans(void);

// Whether this process has a child, ended or not: 1 or 0; 1 if it cannot be told.
int pipeline_has_children(void);

// Reaps this one child if it has ended: 1 if it was reaped, else 0.
int pipeline_reap(int pid);

// Reads a small file from its beginning: how many bytes, or -1.
int pipeline_read_file(const char *path, void *bytes, int room);

// The numbers of all processes as /proc lists them, at most `room`: how many, or -1.
int pipeline_process_numbers(int *pids, int room);

// How many cores this process may run on (Linux); -1 where the system does not tell.
int pipeline_allowed_cores(void);

// What all processes of a group hold of memory, in bytes, and have taken of processor time, in
// seconds, on macOS: 0; elsewhere -1.
int pipeline_group_usage(int group, long long *memory, double *cpu);

// Gives back the two descriptors, and the memory, that a start of Foundation's leaves behind when it
// fails in the system (Linux). `process` is the object; no other start may be under way.
void pipeline_release_failed_start(const void *process);

// Runs `body` on a thread of its own, for which nobody waits; 0, or the error number: then it is not
// run.
int pipeline_start_thread(void (*body)(void *), void *argument);

// Clears the calling thread's signal mask into *saved, or restores it from there; `saved` has 128
// bytes.
void pipeline_clear_mask(void *saved);
void pipeline_restore_mask(const void *saved);

// Sets what children inherit: SIGCHLD default, SIGTTIN and SIGTTOU ignored, SIGPIPE a handler that
// does nothing (so that children have the default), descriptors 0 to 2 open.
void pipeline_prepare_process(void);

// Gives the descriptors that are open from this number on the lowest numbers that are free from 3 on. What they
// are open on stays open.
void pipeline_lower_descriptors(int first);

// Writes the number of each of these signals that arrives to a pipe, and returns its other end. A
// signal that is ignored now stays ignored. Once in a process: EALREADY after that.
int pipeline_listen(const int *signals, int count);

// Waits for the next signal from that pipe: its number, or -1.
int pipeline_read_signal(int descriptor);

// Stops this process as Ctrl-Z would have, and returns when it is continued (or at once where
// nobody could continue it: the system then ignores the stop).
void pipeline_suspend_self(void);

// Ends this process by a signal; does not return.
_Noreturn void pipeline_die_of(int signal);

// The processes other than this one that carry the flock of a file, at most `room`; none where the
// system does not tell (macOS). Returns how many.
int pipeline_lock_holders(const char *file, int *pids, int room);

// Whether a process carries the flock of that file: 1 or 0; -1 where the system does not tell (macOS,
// or another user's process).
int pipeline_holds_lock(const char *file, int pid);

// Signals a process if it carries the flock of that file.
int pipeline_signal_holder(const char *file, int pid, int signal);

#endif
