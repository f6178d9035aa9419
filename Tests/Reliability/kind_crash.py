"""The runner is killed with SIGKILL at each call that changes something, in turn.

Before the call, after it, and in the middle of each write; with the scripts killed too and left
alive. In a fresh root; where all was up to date before something was edited, by time and by content;
where outputs are there and no records; where the records are due to be written anew; where outputs of a
failed attempt are restored or deleted. And `accept` and `clean`, killed likewise.
"""

import os
import random
import shutil
import signal
import tempfile

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


def ran(made, *arguments):
    outcome = made.run(*arguments)
    if outcome.status != 0:
        raise Failure(f"a run before: {outcome.words}")
    return made


def edit(made):
    made.write("in/a", "another\n")
    made.remove("two.two")
    made.remove("after.out")
    return made


def edited(root, binary):
    """All was up to date; then an input was edited and outputs went."""
    return edit(ran(project(root, binary)))


def by_content(root, binary):
    """The same where bytes decide; one input has only been touched."""
    made = project(root, binary)
    for stage in made.stages:
        stage.clauses["staleness"] = "content"
    made.declare()
    ran(made)
    os.utime(made.path("in/b"))
    return edit(made)


def taken_over(root, binary):
    """Outputs of before, one of them older than what it is made of, and no records."""
    made = project(root, binary)
    for place, (name, content) in enumerate(made.expected().items()):
        made.write(name, content)
        time = 10**18 + place * 10**9
        os.utime(made.path(name), ns=(time, time))
    for name in made.files() - set(made.expected()):
        os.utime(made.path(name), ns=(10**18 - 10**9, 10**18 - 10**9))
    made.write("in/b", "another\n")
    return made


def worn(root, binary):
    """The records hold so much of old that the next run writes them anew."""
    made = project(root, binary)
    for _ in range(12):
        ran(made, "--force")
    return edit(made)


RESTORED = ("slow", "folder")


def undone(root, binary):
    """Outputs of attempts that fail are restored or deleted; one stage is going to fail."""
    made = project(root, binary)
    for stage in made.stages:
        stage.clauses["on_failure"] = "restore" if stage.name in RESTORED else "delete"
    made.declare()
    ran(made)
    edit(made)
    made.write("control/fail.folder", "")
    return made


def touched(root, binary):
    """All is as it must be, but for times."""
    made = ran(project(root, binary))
    for name in ("in/a", "in/b", "slow.out", "made/two"):
        os.utime(made.path(name))
    return made


STATES = {
    "fresh": project,
    "edited": edited,
    "by content": by_content,
    "taken over": taken_over,
    "worn": worn,
    "undone": undone,
    "touched": touched,
}

# What is killed, in which states; nothing is the run.
COMMANDS = {
    "touched": [["accept", "slow", "two", "--reason", "only touched"], ["clean", "--yes"]],
    "undone": [[], ["clean", "--yes", "--force"]],
}


class Beginnings:
    """The states to begin from, each made once and copied for each case, times and all."""

    def __init__(self, options):
        self.options = options
        self.made = {}

    def at(self, state, root):
        if state not in self.made:
            folder = os.path.join(tempfile.mkdtemp(dir=self.options.base), "project")
            self.made[state] = STATES[state](folder, self.options.binary)
        made = self.made[state]
        shutil.copytree(made.root, root, symlinks=True)
        return Project(root, self.options.binary, made.stages)


def calls(options, beginnings, state, arguments):
    """The calls of an undisturbed run: the name, with `?` where it changes nothing."""
    made = beginnings.at(state, os.path.join(tempfile.mkdtemp(dir=options.base), "project"))
    made.run(*arguments, extra=options.shim.settings(made, "count"))
    return [name for _, name, _ in options.shim.hit(made)]


def check_restored(made, before, when):
    """A stage fails in the next run: what it had before comes back, or what it has made since is whole."""
    stage = next(stage for stage in made.stages if stage.name == "slow")
    made.write("control/fail.slow", "")
    outcome = made.run("-k", "--stage", "slow")
    if outcome.status not in (0, 1):
        raise Failure(f"{when}: the run that was to fail: {outcome.words}")
    new = stage.expected(made.read, made.names)
    for name, content in new.items():
        found = made.read(name) if made.exists(name) else None
        if found not in (before[name], content):
            raise Failure(f"{when}: after a failure `{name}` is {found!r}, neither the old nor a new one")


def killed(options, beginnings, state, arguments, mode, at, leave):
    def body(root):
        made = beginnings.at(state, root)
        before = {name: made.read(name) for name in made.expected() if made.exists(name)}
        extra = options.shim.settings(made, mode, at)
        outcome = made.run(*arguments, extra=extra, may_die=True)
        hit = options.shim.hit(made)
        when = f"killed {mode} {' '.join(hit[0][1:])}" if hit else "not killed"
        if not hit and outcome.status != (1 if state == "undone" and not arguments else 0):
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
        if state == "undone":
            made.remove("control/fail.folder")
            if not arguments and at % 2:
                check_restored(made, before, when)
                made.remove("control/fail.slow")
                made.check_verdicts(when)
        made.check_undisturbed(when)

    return body


def cases(options):
    chance = random.Random(options.seed)
    beginnings = Beginnings(options)
    for state, arguments in [(state, a) for state in STATES for a in COMMANDS.get(state, [[]])]:
        command = " ".join(["pipeline", *arguments[:1]])
        names = calls(options, beginnings, state, arguments)
        changing = sum(1 for name in names if not name.endswith("?"))
        writes = sum(1 for name in names if name in ("write", "pwrite"))
        # A run is not the same to the last call each time: a few more than were counted.
        plan = [("before", at) for at in range(1, changing + 3)]
        plan += [("torn", at) for at in range(1, writes + 2)]
        if options.is_long:
            plan += [("after", at) for at in range(1, changing + 3)]
        elif state != "edited":
            plan = chance.sample(plan, min(len(plan), 20))
        for mode, at in plan:
            both = (False, True) if options.is_long else (chance.random() < 0.4,)
            for leave in both:
                how = "alive" if leave else "killed"
                label = f"crash {state} {command} {mode} {at} scripts {how};"
                body = killed(options, beginnings, state, arguments, mode, at, leave)
                yield Case(label, body)
