"""Every call of the system fails, once or from then on: the right result, or a message and a status that says so.

For each kind of call that the runner makes about files of the root and about processes, for each time it
makes it, and for each error that the system could give; some of them also for all calls of the kind that
come after it (a disk that is full stays full). Never a crash, a hang, a wrong "up to date";
and the next run ends as a clean build.
"""

import errno
import random

from kind_crash import Beginnings, calls
from sandbox import Case, Failure

NUMBERS = {
    "open": ["EIO", "ENOSPC", "EMFILE", "EACCES", "EINTR", "EROFS"],
    "write": ["EIO", "ENOSPC", "EINTR", "short"],
    "pwrite": ["EIO", "ENOSPC", "EINTR", "short"],
    "read": ["EIO", "EINTR", "short"],
    "pread": ["EIO", "EINTR", "short"],
    "rename": ["EIO", "ENOSPC", "EACCES", "EROFS"],
    "unlink": ["EIO", "EACCES", "EROFS"],
    "rmdir": ["EIO", "EACCES", "EROFS"],
    "mkdir": ["EIO", "ENOSPC", "EACCES", "EROFS"],
    "fsync": ["EIO", "ENOSPC", "EINTR", "EROFS"],
    "ftruncate": ["EIO", "EINTR", "ENOSPC"],
    "futimens": ["EIO", "EACCES", "EROFS"],
    "flock": ["EIO", "EINTR", "ENOLCK"],
    "stat": ["EIO", "EACCES", "ESTALE"],
    "lstat": ["EIO", "EACCES", "ESTALE"],
    "fstat": ["EIO", "ESTALE"],
    "access": ["EIO", "EACCES", "EROFS"],
    "opendir": ["EIO", "EMFILE", "EACCES"],
    "readdir": ["EIO"],
    "readlink": ["EIO", "EACCES"],
    "realpath": ["EIO", "EACCES"],
    "posix_spawn": ["EIO", "EMFILE", "EACCES", "EAGAIN", "ENOMEM"],
    "pthread_create": ["EAGAIN"],
    "kill": ["EPERM"],
    "pipe2": ["EMFILE", "ENFILE"],
    "socketpair": ["EMFILE", "ENFILE"],
}


# What may well last.
LASTING = {"EIO", "ENOSPC", "EMFILE", "EACCES", "EROFS", "EAGAIN", "EPERM", "ENOLCK"}


def failing(options, beginnings, state, arguments, name, at, word):
    def body(root):
        made = beginnings.at(state, root)
        first, _, more = word.partition(" ")
        mode, number = ("short", 0) if first == "short" else ("error", getattr(errno, first))
        if more:
            mode = "lasting"
        extra = options.shim.settings(made, mode, at, name, number)
        made.remove("control/fail.folder")
        before = made.started()
        outcome = made.run(*arguments, extra=extra)
        hit = options.shim.hit(made)
        when = f"{' '.join(hit[0][1:])} fails with {word}" if hit else "nothing failed"
        # The answer of --check is its status.
        is_check = arguments == ["--check"]
        if not hit and outcome.status != (1 if is_check else 0):
            raise Failure(f"{when}, and {outcome.words}")
        if outcome.status != 0 and not is_check and not outcome.errors.strip() and not outcome.output.strip():
            raise Failure(f"{when}: nothing was said: {outcome.words}")
        if arguments:
            # What only reads must not be wrong either: nothing here was up to date.
            if outcome.status == 0 and is_check:
                raise Failure(f"{when}: --check calls all up to date: {outcome.words}")
            if made.started() != before:
                raise Failure(f"{when}: a command that reads started a stage")
        elif outcome.status == 0:
            # Without a pair of sockets, Foundation takes descriptor 0, and traps at a later start.
            if (name, at, bool(more)) == ("socketpair", 1, True):
                raise Failure(f"{when}, and stages were started")
            made.check_built(f"{when}, and the status was 0")
        made.wait_gone(when)
        made.log_lines_after_error()
        made.check_verdicts(f"{when}, then status {outcome.status}")
        made.check_undisturbed(when)

    return body


def counted(options, beginnings, state, arguments):
    counts = {}
    for name in calls(options, beginnings, state, arguments):
        name = name.rstrip("?")
        counts[name] = counts.get(name, 0) + 1
    return counts


def cases(options):
    chance = random.Random(options.seed)
    beginnings = Beginnings(options)
    plan = []
    for state in ("fresh", "edited", "by content", "undone"):
        for arguments in ([], ["--check"], ["status"]):
            counts = counted(options, beginnings, state, arguments)
            for name in sorted(counts):
                # A run is not the same to the last call each time: a few more than were counted.
                for at in range(1, counts[name] + 2):
                    for word in NUMBERS.get(name, []):
                        plan.append((state, arguments, name, at, word))
                        if word in LASTING:
                            plan.append((state, arguments, name, at, word + " on"))
    if not options.is_long:
        runs = [entry for entry in plan if not entry[1]]
        # Each kind of call with each error at least once.
        chance.shuffle(runs)
        firsts = {(entry[2], entry[4]): entry for entry in runs}
        plan = list(firsts.values())
        plan += chance.sample(runs, 40)
    chance.shuffle(plan)
    for state, arguments, name, at, word in plan:
        command = " ".join(["pipeline", *arguments])
        label = f"errors {state} {command}: {name} {at} {word};"
        yield Case(label, failing(options, beginnings, state, arguments, name, at, word))
