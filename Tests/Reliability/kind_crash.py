"""The runner is killed with SIGKILL at each call that changes something, in turn.

Before the call, after it, and in the middle of each write; with the scripts killed too and left
alive; in a fresh root and in one where all was up to date before something was edited.
"""

import os
import random
import signal

from sandbox import Case, Failure, Project, Stage, Step


def stages():
    return [
        Stage("slow", [Step(["in/a"], ["slow.out"])], slow=True, alone=True),
        Stage(
            "two",
            [Step(["slow.out"], ["two.one"], "command"), Step(["two.one", "in/b"], ["two.two"])],
        ),
        Stage("folder", [Step(["in/*.txt", "two.two"], ["made/"])], alone=True),
        # Reads from a stage without saying so: what is declared is the stage itself.
        Stage("after", [Step(["in/b", "made/one"], ["after.out"])], ["folder"], ["made/one"]),
    ]


def project(root, binary):
    made = Project(root, binary, stages())
    for name in ("a", "b", "x.txt", "y.txt"):
        made.write(f"in/{name}", name + "\n")
    made.declare()
    return made


def edited(root, binary):
    """All was up to date; then an input was edited and outputs went."""
    made = project(root, binary)
    outcome = made.run()
    if outcome.status != 0:
        raise Failure(f"the first run: {outcome.words}")
    made.write("in/a", "another\n")
    made.remove("two.two")
    made.remove("after.out")
    return made


STATES = {"fresh": project, "edited": edited}


def calls(options, state, folder):
    """The calls of an undisturbed run: the name, with `?` where it changes nothing."""
    made = STATES[state](os.path.join(options.base, folder), options.binary)
    made.run(extra=options.shim.settings(made, "count"))
    return [name for _, name, _ in options.shim.hit(made)]


def killed(options, state, mode, at, leave):
    def body(root):
        made = STATES[state](root, options.binary)
        outcome = made.run(extra=options.shim.settings(made, mode, at), may_die=True)
        hit = options.shim.hit(made)
        when = f"killed {mode} {' '.join(hit[0][1:])}" if hit else "not killed"
        if not hit and outcome.status != 0:
            raise Failure(f"undisturbed, and {outcome.words}")
        if hit and outcome.status != -signal.SIGKILL:
            raise Failure(f"{when}, and {outcome.words}")
        if not leave:
            made.kill_all()
        made.log_lines()
        made.note_torn()
        # What lives on goes on writing, so that what is said and what is there are of two moments.
        if not leave:
            made.check_verdicts(when)
        else:
            made.verdicts_exist()
        made.check_undisturbed(when)

    return body


def cases(options):
    chance = random.Random(options.seed)
    for state in STATES:
        names = calls(options, state, f"count-{state}")
        changing = sum(1 for name in names if not name.endswith("?"))
        writes = sum(1 for name in names if name in ("write", "pwrite"))
        # A run is not the same to the last call each time: a few more than were counted.
        plan = [("before", at) for at in range(1, changing + 3)]
        plan += [("torn", at) for at in range(1, writes + 2)]
        if options.is_long:
            plan += [("after", at) for at in range(1, changing + 3)]
        for mode, at in plan:
            both = (False, True) if options.is_long else (chance.random() < 0.4,)
            for leave in both:
                how = "alive" if leave else "killed"
                label = f"crash {state} {mode} {at} scripts {how};"
                yield Case(label, killed(options, state, mode, at, leave))
