"""Log, records and snapshot cut byte by byte, and damaged by one byte or by garbage at random places.

With nothing changed since, and with an input, an output or a script changed before, so that a wrong
"up to date" can be seen. The records hold a failure and an older success of the same inputs.
"""

import json
import os
import random
import shutil

from sandbox import Case, Failure, Project, Stage, Step

FILES = (".pipeline/log.jsonl", ".pipeline/state", ".pipeline/snapshot")


def template(options):
    """A small project with some history, made once and then copied."""
    root = os.path.join(options.base, "template")
    made = Project(
        root,
        options.binary,
        [
            Stage("one", [Step(["in/a"], ["one.out"])]),
            Stage("two", [Step(["one.out", "in/b"], ["two.out"], "command")], on_failure="delete"),
            Stage("last", [Step(["in/c"], ["last/"])], ["two"], on_failure="restore"),
        ],
    )
    for name in ("a", "b", "c"):
        made.write(f"in/{name}", name + "\n")
    made.declare()
    first = made.run()
    # A failure that leaves a part of an output, then a success behind it.
    made.write("in/b", "edited\n")
    made.write("control/fail.last", "")
    failed = made.run("-k")
    second = made.run()
    if (first.status, failed.status, second.status) != (0, 1, 0):
        raise Failure(f"the history of the project: {first.words}{failed.words}{second.words}")
    return made


def change_nothing(made, chance):
    pass


def change_input(made, chance):
    made.write(chance.choice(["in/a", "in/b", "in/c"]), "changed\n")


def change_output(made, chance):
    made.write(chance.choice(["one.out", "two.out", "last/one"]), "BEGIN\n")


def change_script(made, chance):
    made.stages[0].steps[0].version += 1
    made.declare()


def fail_at_last(made, chance):
    """The newest entries tell of a failure, older ones of a success."""
    made.write("control/fail.one", "")
    if made.run("--force", "--stage", "one").status != 1:
        raise Failure("the failure did not come")


CHANGES = {
    "nothing changed": change_nothing,
    "an input changed": change_input,
    "an output changed": change_output,
    "a script changed": change_script,
    "a failure last": fail_at_last,
}


def cut(content, chance, place):
    return content[:place]


def flip(content, chance, place):
    place %= len(content)
    return content[:place] + bytes([content[place] ^ chance.randrange(1, 256)]) + content[place + 1 :]


def insert(content, chance, place):
    place %= len(content) + 1
    garbage = chance.choice(
        [b"\0" * 64, chance.randbytes(40), b"\r\n", b"{}\n", b'{"event":"run_started"', b"\n\n"]
    )
    return content[:place] + garbage + content[place:]


def remove(content, chance, place):
    place %= len(content)
    return content[:place] + content[place + chance.randrange(1, 60) :]


def append(content, chance, place):
    return content + chance.randbytes(chance.randrange(1, 80))


DAMAGES = {"cut": cut, "flip": flip, "insert": insert, "remove": remove, "append": append}


def damaged(options, made, change, file, damage, place, seed):
    def body(root):
        chance = random.Random(seed)
        shutil.copytree(made.root, root, symlinks=True)
        copy = Project(root, options.binary, [_copy(stage) for stage in made.stages])
        # What the last run knew holds for one folder only: here is one in which it may be believed.
        if copy.run().status != 0:
            raise Failure("the copy does not run")
        CHANGES[change](copy, chance)
        content = copy.read(file)
        copy.write(file, DAMAGES[damage](content, chance, place))
        when = f"{change}, then {damage} at {place} in {file}"
        before = copy.read(".pipeline/log.jsonl")
        copy.torn.update(before.split(b"\n"))
        copy.check_verdicts(when)
        for arguments in (["log"], ["log", "--json"], ["status"], ["log", "--last", "3"]):
            outcome = copy.run(*arguments)
            if outcome.status not in (0, 3):
                raise Failure(f"{when}: {arguments}: {outcome.words}")
        copy.check_undisturbed(when)
        after = copy.read(".pipeline/log.jsonl")
        if not after.startswith(before):
            raise Failure(f"{when}: what stood in the log is no longer there")
        lines = after[len(before) :].split(b"\n")
        for line in filter(None, lines):
            try:
                json.loads(line)
            except ValueError:
                raise Failure(f"{when}: an appended line is not whole: {line!r}")

    return body


def _copy(stage):
    steps = []
    for step in stage.steps:
        steps.append(Step(step.reads, step.writes, step.kind, step.argument, step.setsid))
        steps[-1].version = step.version
    return Stage(stage.name, steps, stage.upstream, stage.hidden, stage.slow, **stage.clauses)


def cases(options):
    chance = random.Random(options.seed)
    made = template(options)
    changes = list(CHANGES)
    cuts, others = {file: [] for file in FILES}, []
    for file in FILES:
        content = made.read(file)
        size = len(content)
        # A failure puts more behind it; what comes last is what matters there.
        last_run = content.rfind(b'{"event":"run_started"')
        for place in range(size + 1):
            # In the log, lines of one kind are much alike: each byte of the last run, of those before
            # each seventh.
            if place < last_run and place % 7:
                continue
            cuts[file].append((chance.choice(changes), file, "cut", place))
        for place in range(size + 100, size, -1):
            cuts[file].append(("a failure last", file, "cut", place))
        for damage in ("flip", "insert", "remove", "append"):
            for change in changes:
                for _ in range(100 if options.is_long else 10):
                    others.append((change, file, damage, chance.randrange(size)))
    if options.is_long:
        plan = [entry for entries in cuts.values() for entry in entries] + others
        chance.shuffle(plan)
    else:
        counts = dict(zip(FILES, (15, 45, 20)))
        plan = [entry for file in FILES for entry in chance.sample(cuts[file], counts[file])]
        plan += chance.sample(others, 50)
    for change, file, damage, place in plan:
        label = f"truncation {change}, {damage} at {place} of {os.path.basename(file)};"
        yield Case(label, damaged(options, made, change, file, damage, place, chance.random()))
