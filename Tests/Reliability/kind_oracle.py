"""What runs is what `make` would run, and then what has changed and what depends on it.

Random graphs. In a root without records, with distinct times and some outputs missing, the set to run
is what `make` runs in a copy of the same graph until it has nothing more to do (of grouped targets GNU make
4.3 forgets some that depend on them in `-n`, and where one of a group is missing). With records it holds everything whose inputs, scripts or recipe
changed (as this test counts) and nothing that does not depend on such a stage. After each run a second
one starts nothing.
"""

import json
import os
import random
import shutil
import subprocess

from sandbox import Case, Failure, Project, Stage, Step


def random_stages(chance, size, folders=False, globs=False, unconnected=False):
    """A graph in which each stage reads sources and outputs of those before it."""
    stages, outputs = [], []
    for number in range(size):
        name = f"s{number:02}"
        reads = [f"in/{chance.randrange(5)}"] if chance.random() < 0.6 or not outputs else []
        if outputs:
            reads += chance.sample(outputs, min(len(outputs), chance.randrange(0, 4)))
        if globs and chance.random() < 0.3:
            reads.append(chance.choice(["in/set/*", "in/set/*.txt"]))
        reads = list(dict.fromkeys(reads)) or ["in/0"]
        writes = [f"{name}.out"]
        if chance.random() < 0.3:
            writes.append(f"{name}.more")
        if folders and chance.random() < 0.2:
            writes = [f"{name}.d/"]
        kind = chance.choice(["script", "script", "command"])
        steps = [Step(reads, writes, kind)]
        if chance.random() < 0.25:
            steps.append(Step([writes[0], reads[0]], [f"{name}.second"], kind))
        upstream, hidden = [], []
        if unconnected and stages and chance.random() < 0.3:
            # Read without saying so, from a stage that is declared upstream and that no file connects.
            other = chance.choice(stages)
            if not set(other.outputs) & {read for step in steps for read in step.reads}:
                hidden = [other.outputs[0]]
                steps[0].reads.append(hidden[0])
                upstream = [other.name]
        stages.append(Stage(name, steps, upstream, hidden))
        outputs += stages[-1].outputs
    chance.shuffle(stages)
    return stages


def random_project(root, options, chance, size, **shape):
    made = Project(root, options.binary, random_stages(chance, size, **shape))
    for number in range(5):
        made.write(f"in/{number}", f"{chance.random()}\n")
    if shape.get("globs"):
        for number in range(3):
            made.write(f"in/set/{number}.txt", f"{chance.random()}\n")
    made.declare()
    return made


def makefile(made):
    """The same graph for `make`; one rule makes all outputs of a stage."""
    goals = [output for stage in made.stages for output in stage.outputs]
    lines = ["all: " + " ".join(goals)]
    for stage in made.stages:
        needs = list(stage.inputs)
        for number, step in enumerate(stage.steps):
            if step.kind == "script":
                needs.append(stage.script_path(number))
        # A pattern stands for what it matches, as `make` itself would expand it.
        lines.append(f"{' '.join(stage.outputs)} &: {' '.join(needs)}")
        lines.append(f"\t@echo run {stage.name}; touch {' '.join(stage.outputs)}")
    return "\n".join(lines) + "\n"


def what_make_runs(made):
    copy = made.root + ".copy"
    shutil.copytree(made.root, copy)
    with open(made.root + ".mk", "w", encoding="utf-8") as file:
        file.write(makefile(made))
    found = set()
    for _ in range(100):
        make = subprocess.run(
            ["make", "-r", "-R", "-f", made.root + ".mk"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=True,
        )
        ran = {line.split()[1] for line in make.stdout.splitlines() if line.startswith("run s")}
        if not ran:
            return found
        found |= ran
    raise Failure("make does not come to an end")


def plan_of(made):
    outcome = made.run("--dry-run", "--json")
    if outcome.status != 0:
        raise Failure(f"the plan: {outcome.words}")
    verdicts = {s["stage"]: s["verdict"] for s in json.loads(outcome.output)["stages"]}
    return {name for name, verdict in verdicts.items() if verdict != "up_to_date"}


def run_and_compare(made, planned, jobs, when):
    """What is run is what was planned, and then nothing."""
    before = made.started()
    outcome = made.run("-j", str(jobs))
    if outcome.status != 0:
        raise Failure(f"{when}: {outcome.words}")
    after = made.started()
    ran = {name for name in after if after[name] != before.get(name, 0)}
    if ran != planned:
        raise Failure(f"{when}: {sorted(ran)} ran, planned were {sorted(planned)}")
    if any(after[name] > before.get(name, 0) + 1 for name in after):
        raise Failure(f"{when}: a stage ran twice: {before} {after}")
    made.check_undisturbed(when)
    if made.started() != after:
        raise Failure(f"{when}: a second run started something")


def without_records(options, seed):
    def body(root):
        chance = random.Random(seed)
        made = random_project(root, options, chance, chance.randrange(2, 14), globs=True)
        outputs = [output for stage in made.stages for output in stage.outputs]
        for name, content in made.expected().items():
            if chance.random() < 0.9:
                made.write(name, content)
        # Distinct times, the makers before their readers more often than not.
        files = sorted(made.files() - {"pipeline.json"})
        order = files[:]
        chance.shuffle(order)
        if chance.random() < 0.75:
            rank = {name: place for place, name in enumerate(made.expected())}
            order.sort(key=lambda name: rank.get(name, -1))
            for _ in range(chance.randrange(0, 4)):
                a, b = chance.randrange(len(order)), chance.randrange(len(order))
                order[a], order[b] = order[b], order[a]
        time = 1_700_000_000_000_000_000
        for name in order:
            # Some only nanoseconds apart.
            time += chance.choice([1, 1_000, 1_000_000_000])
            os.utime(made.path(name), ns=(time, time))
        for name in outputs:
            if chance.random() < 0.05:
                made.remove(name)
        wanted = what_make_runs(made)
        planned = plan_of(made)
        if planned != wanted:
            raise Failure(f"planned {sorted(planned)}, `make` runs {sorted(wanted)}")
        if made.exists(".pipeline"):
            raise Failure("a dry run made `.pipeline`")
        run_and_compare(made, planned, chance.choice([1, 2, 4]), "no records")

    return body


def depend_on(made, names):
    """The stages, and all that stand behind them."""
    found = set(names)
    makers = {output: stage.name for stage in made.stages for output in stage.outputs}
    grown = True
    while grown:
        grown = False
        for stage in made.stages:
            needs = {makers[name] for name in stage.inputs if name in makers} | set(stage.upstream)
            if stage.name not in found and needs & found:
                found.add(stage.name)
                grown = True
    return found


KINDS = ["source", "touch", "older", "script", "argument", "output", "missing", "set"]


def change(made, chance, kind):
    """One change of something that some stage reads or is told; the stages that do."""
    stage = chance.choice(made.stages)
    step = chance.choice(stage.steps)
    if kind in ("source", "touch", "older"):
        name = f"in/{chance.randrange(5)}"
        if kind == "source":
            made.write(name, f"{chance.random()}\n")
        else:
            ago = 0 if kind == "touch" else chance.randrange(1, 10**18)
            time = os.stat(made.path(name)).st_mtime_ns - ago + (1 if ago == 0 else 0)
            os.utime(made.path(name), ns=(time, time))
        return {other.name for other in made.stages if name in other.inputs}
    if kind == "set":
        name = f"in/set/{chance.randrange(4)}.txt"
        if made.exists(name) and len(made.names("in/set/*")) > 1 and chance.random() < 0.5:
            made.remove(name)
        else:
            made.write(name, f"{chance.random()}\n")
        patterns = {"in/set/*", "in/set/*.txt"}
        return {other.name for other in made.stages if patterns & set(other.inputs)}
    if kind == "script":
        step.version += 1
    elif kind == "argument":
        step.argument = str(chance.randrange(10**6, 10**7))
    else:
        name = chance.choice(list(step.targets()))
        if not made.exists(name):
            return set()
        if kind == "output":
            made.write(name, made.read(name) + b"by hand\n")
        else:
            made.remove(name)
    made.declare()
    return {stage.name}


def with_records(options, seed):
    def body(root):
        chance = random.Random(seed)
        size = chance.randrange(2, 14)
        made = random_project(
            root, options, chance, size, folders=True, globs=True, unconnected=True
        )
        everything = {stage.name for stage in made.stages}
        run_and_compare(made, everything, chance.choice([1, 2, 4]), "the first run")
        for turn in range(3):
            changed = set()
            kinds = KINDS[:]
            for _ in range(chance.choice([1, 1, 2, 3])):
                kind = chance.choice(kinds)
                changed |= change(made, chance, kind)
                # A second change of the set could undo the first: a file that is added and removed.
                if kind == "set":
                    kinds.remove(kind)
            planned = plan_of(made)
            if not changed <= planned:
                raise Failure(f"turn {turn}: {sorted(changed - planned)} changed and will not run")
            if not planned <= depend_on(made, changed):
                extra = planned - depend_on(made, changed)
                raise Failure(f"turn {turn}: {sorted(extra)} would run without need")
            run_and_compare(made, planned, chance.choice([1, 2, 4]), f"turn {turn}")

    return body


def cases(options):
    chance = random.Random(options.seed)
    for number in range(1500 if options.is_long else 40):
        yield Case(f"oracle make {number};", without_records(options, chance.random()))
        if options.is_long or number % 2 == 0:
            yield Case(f"oracle records {number};", with_records(options, chance.random()))
