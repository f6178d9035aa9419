// What the C libraries do not show to Swift, or show differently on Linux and macOS.
// Functions return 0 or a descriptor, and -1 with errno set, unless they say otherwise.
#ifndef PIPELINE_SYSTEM_H
#define PIPELINE_SYSTEM_H

// Opens a pipe whose ends no child inherits; writing to it never blocks.
int pipeline_pipe(int ends[2]);

// Writes one byte to a pipe; async-signal-safe, keeps errno.
void pipeline_wake(int descriptor);

// Closes a descriptor; -1 is none.
void pipeline_close(int descriptor);

// Checks that `count` more descriptors can be opened beside those there are; 0, or the error number.
int pipeline_headroom(int like, int count);

// A descriptor that is readable once the child `pid` has ended.
int pipeline_exit_descriptor(int pid);

// Waits until one of two descriptors (-1 is none) is readable, or the time is over. Returns bit 0 for
// the first, bit 1 for the second; 0 for neither, also when a signal came.
int pipeline_poll(int first, int second, int milliseconds);

// Looks at a child without reaping it. 0: still runs. 1: exited, *value is its status.
// 2: ended by the signal *value. -1: it is not, or no longer, a child to wait for.
int pipeline_child_state(int pid, int *value);

// Signals a whole group, through the leader's pidfd where the system knows how.
int pipeline_signal_group(int exit_descriptor, int leader, int signal);

// Whether any process of the group is neither a zombie nor dead: 1 or 0; 1 if it cannot be told.
int pipeline_group_lives(int leader);

// Clears the calling thread's signal mask into *saved, or restores it from there; `saved` has 128 bytes.
void pipeline_clear_mask(void *saved);
void pipeline_restore_mask(const void *saved);

// Sets what children inherit: SIGCHLD default, SIGTTIN and SIGTTOU ignored, SIGPIPE a handler that does
// nothing (so that children have the default), descriptors 0 to 2 open.
void pipeline_prepare_process(void);

#endif
