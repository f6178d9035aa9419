"""Any history of edits ends as a clean build: after each successful run all outputs have its bytes.

Random graphs and random steps: edits, deleted and hand-edited outputs, touches, older files restored,
scripts and arguments changed, files that come to a glob and leave it, failures, kills, several jobs,
renamed stages, the whole tree swapped for another version and back, the project copied, stages accepted and cleaned. And edits while a
stage runs: it runs again.
"""

import os
import random
import shutil
import signal

from kind_oracle import random_project
from sandbox import Case, Failure, Project, Stage, Step


def by_content(made, chance):
    """Some projects go by the bytes of files and not by their times, or some stages of them do."""
    share = chance.choice([0, 0, 0.5, 1])
    for stage in made.stages:
        if chance.random() < share:
            stage.clauses["staleness"] = "content"


def on_failure(made, chance):
    """What becomes of the outputs of a failed attempt is another thing for each stage."""
    for stage in made.stages:
        choice = chance.choice([None, None, "keep", "delete", "restore"])
        if choice:
            stage.clauses["on_failure"] = choice


class History:
    """A project, and what was done to it so far."""

    def __init__(self, root, options, seed):
        self.chance = random.Random(seed)
        self.options = options
        size = self.chance.randrange(3, 9)
        shape = {"folders": True, "globs": True, "unconnected": True}
        self.made = random_project(root, options, self.chance, size, **shape)
        self.done = []
        self.was_killed = False  # what a killed attempt moved aside comes back with the next run
        self.kept = {}  # earlier versions of files: name, then content and time
        self.trees = []  # earlier versions of all that is written by hand
        by_content(self.made, self.chance)
        on_failure(self.made, self.chance)
        if self.chance.random() < 0.3:
            self.made.stages[0].slow = True
        self.made.declare()

    def source(self):
        chance = self.chance
        return chance.choice([f"in/{chance.randrange(5)}", *self.made.names("in/set/*")])

    # Steps

    def edit(self):
        name = self.source()
        status = os.stat(self.made.path(name))
        self.kept[name] = (self.made.read(name), status.st_mtime_ns)
        self.made.write(name, f"{self.chance.random()}\n")

    def edit_and_touch_back(self):
        """Another size, the old time."""
        name = self.source()
        time = os.stat(self.made.path(name)).st_mtime_ns
        self.made.write(name, self.made.read(name) + b"longer\n")
        os.utime(self.made.path(name), ns=(time, time))

    def restore_older(self):
        if self.kept:
            name = self.chance.choice(sorted(self.kept))
            content, time = self.kept[name]
            self.made.write(name, content)
            os.utime(self.made.path(name), ns=(time, time))

    def touch(self):
        os.utime(self.made.path(self.source()))

    def replace_by_older(self):
        """As `cp -p` or `tar x` would: other bytes, a time long ago."""
        name = self.source()
        self.made.write(name, f"{self.chance.random()}\n")
        time = self.chance.randrange(10**18, 15 * 10**17)
        os.utime(self.made.path(name), ns=(time, time))

    def link(self):
        """A source becomes a link, or its link leads elsewhere."""
        name = f"in/{self.chance.randrange(5)}"
        target = f"in/real/{self.chance.randrange(10**6)}"
        self.made.write(target, self.chance.choice(["", f"{self.chance.random()}\n"]))
        self.kept.pop(name, None)
        self.made.remove(name)
        os.symlink(os.path.relpath(target, "in"), self.made.path(name))

    def output_name(self):
        stage = self.chance.choice(self.made.stages)
        return self.chance.choice([target for step in stage.steps for target in step.targets()])

    def delete_output(self):
        self.made.remove(self.output_name())

    def delete_all_outputs(self):
        for stage in self.made.stages:
            for output in stage.outputs:
                self.made.remove(output.rstrip("/"))

    def edit_output(self):
        name = self.output_name()
        if self.made.exists(name):
            self.made.write(name, self.made.read(name) + b"by hand\n")

    def change_script(self):
        stage = self.chance.choice(self.made.stages)
        self.chance.choice(stage.steps).version += 1
        self.made.declare()

    def change_argument(self):
        stage = self.chance.choice(self.made.stages)
        self.chance.choice(stage.steps).argument = str(self.chance.randrange(10**6))
        self.made.declare()

    def change_set(self):
        name = f"in/set/{self.chance.randrange(6)}.{self.chance.choice(['txt', 'other'])}"
        if self.made.exists(name) and len(self.made.names("in/set/*.txt")) > 1:
            self.made.remove(name)
        else:
            self.made.write(name, f"{self.chance.random()}\n")

    def rename(self):
        """Another name, and so another path of the script and another first line of the outputs."""
        stage = self.chance.choice(self.made.stages)
        old, new = stage.name, stage.name + "x"
        if len(new) > 40:
            return
        for number in range(len(stage.steps)):
            self.made.remove(stage.script_path(number))
        stage.name = new
        for other in self.made.stages:
            other.upstream = [new if name == old else name for name in other.upstream]
        self.made.declare()

    def keep_tree(self):
        """What a commit would hold: sources and scripts."""
        files = {name: self.made.read(name) for name in self.made.files() if self.by_hand(name)}
        steps = [
            [(step.version, step.argument) for step in stage.steps] for stage in self.made.stages
        ]
        names = [(stage.name, list(stage.upstream)) for stage in self.made.stages]
        self.trees.append((files, steps, names))

    def by_hand(self, name):
        # What links lead to lies outside of what is checked out.
        if name.startswith("in/real/"):
            return False
        return name.startswith(("in/", "scripts/")) or name == "pipeline.json"

    def swap_tree(self):
        """As `git checkout` would: what differs is written anew, what is not in it goes."""
        if not self.trees:
            return
        files, steps, names = self.chance.choice(self.trees)
        for name in self.made.files():
            if self.by_hand(name) and name not in files:
                self.made.remove(name)
        for name, content in files.items():
            if not self.made.exists(name) or self.made.read(name) != content:
                self.made.write(name, content)
        for stage, old, (name, upstream) in zip(self.made.stages, steps, names):
            stage.name, stage.upstream = name, list(upstream)
            for step, (step.version, step.argument) in zip(stage.steps, old):
                pass
        self.made.declare()

    def copy_project(self):
        """`cp -a`, and the old one is gone."""
        parent, name = os.path.split(self.made.root)
        target = os.path.join(parent, name + "c")
        shutil.copytree(self.made.root, target, symlinks=True)
        shutil.rmtree(self.made.root)
        self.made.root = target

    def fail_once(self):
        stage = self.chance.choice(self.made.stages)
        self.made.write(f"control/fail.{stage.name}", "")
        choice = stage.clauses.get("on_failure")
        names = [name for step in stage.steps for name in step.targets()]
        before = {name: self.made.read(name) for name in names if self.made.exists(name)}
        outcome = self.run("-k") if self.chance.random() < 0.5 else self.run()
        happened = not self.made.exists(f"control/fail.{stage.name}")
        when = f"after {self.done}: `{stage.name}`"
        if happened != (outcome.status == 1):
            raise Failure(f"{when} failed or not: {outcome.words}")
        self.made.remove(f"control/fail.{stage.name}")
        if not happened:
            return
        after = {name: self.made.read(name) for name in names if self.made.exists(name)}
        if choice == "restore" and not self.was_killed and after != before:
            raise Failure(f"{when} had {before} before it failed and has {after}")
        if choice == "delete" and after:
            raise Failure(f"{when} failed and has {after}")
        self.made.check_verdicts(f"after {self.done}")

    def accept(self):
        """What is as a clean build would leave it, but for times, may be taken as it is."""
        chance = self.chance
        stage = chance.choice(self.made.stages)
        try:
            right = stage.expected(self.made.read, self.made.names)
        except FileNotFoundError:
            return
        if any(not self.made.exists(n) or self.made.read(n) != right[n] for n in right):
            return
        if stage.inputs and chance.random() < 0.5:
            files = self.made.names(chance.choice(stage.inputs))
            os.utime(self.made.path(chance.choice(files)))
        outcome = self.made.run("accept", stage.name, "--reason", "it is right")
        if outcome.status not in (0, 3):
            raise Failure(f"after {self.done}: accept: {outcome.words}")
        self.made.check_verdicts(f"after {self.done}")

    def clean(self):
        names = [stage.name for stage in self.chance.sample(self.made.stages, 2)]
        more = ["--force"] if self.chance.random() < 0.5 else []
        outcome = self.made.run("clean", "--yes", *names, *more)
        if outcome.status != 0:
            raise Failure(f"after {self.done}: clean: {outcome.words}")
        self.made.check_verdicts(f"after {self.done}")

    def clean_runs(self):
        outcome = self.made.run("clean", "--runs", "--yes")
        if outcome.status != 0:
            raise Failure(f"after {self.done}: clean --runs: {outcome.words}")

    def kill_run(self):
        self.was_killed = True
        made, chance = self.made, self.chance
        process = made.start("-j", str(chance.choice([1, 2, 4])))
        made_before = made.started()
        # At a moment that depends on what is done, not on the time: some attempts later.
        wanted = sum(made_before.values()) + chance.randrange(0, 4)

        def reached():
            if process.poll() is not None:
                return True
            try:
                content = made.read(".pipeline/log.jsonl")
            except FileNotFoundError:
                return False
            return content.count(b'"event":"attempt_started"') >= wanted

        made.wait("attempts of a run", reached)
        number = chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
        process.send_signal(number)
        made.finish(process, "a killed run", may_die=True)
        if chance.random() < 0.5:
            made.kill_all()
            made.note_torn()
            made.check_verdicts(f"after {self.done}")
        made.note_torn()

    def run(self, *more):
        return self.made.run("-j", str(self.chance.choice([1, 2, 4])), *more)

    def run_and_check(self):
        self.was_killed = False
        when = f"after {', '.join(self.done)}"
        self.made.check_verdicts(when)
        arguments = ["-j", str(self.chance.choice([1, 2, 4]))]
        self.made.check_undisturbed(when, *arguments)

    STEPS = [
        "edit", "edit", "edit_and_touch_back", "restore_older", "restore_older", "touch",
        "replace_by_older", "link", "delete_output", "delete_output", "delete_all_outputs", "edit_output",
        "edit_output", "change_script", "change_argument", "change_set", "change_set", "rename",
        "keep_tree", "keep_tree", "swap_tree", "swap_tree", "copy_project", "fail_once", "fail_once",
        "kill_run", "kill_run", "accept", "accept", "clean", "clean_runs",
    ]  # fmt: skip

    def live(self, turns):
        for _ in range(turns):
            for _ in range(self.chance.choice([1, 1, 2, 3])):
                step = self.chance.choice(self.STEPS)
                self.done.append(step)
                getattr(self, step)()
            if self.chance.random() < 0.75:
                self.done.append("run")
                self.run_and_check()
        self.run_and_check()


def random_history(options, seed):
    def body(root):
        History(root, options, seed).live(12 if options.is_long else 6)

    return body


def edit_meanwhile(options, seed):
    """An input is edited after a stage has read it and before it ends: never lost."""

    def body(root):
        chance = random.Random(seed)
        kind = chance.choice(["script", "command"])
        steps = [Step(["in/a", "in/b"], ["x"], kind)]
        if chance.random() < 0.5:
            steps.append(Step(["x", "in/c"], ["y"], kind))
        stages = [Stage("first", steps), Stage("next", [Step(["x"], ["z"], kind)])]
        stages.append(Stage("other", [Step(["in/set/*"], ["w"], kind)]))
        made = Project(root, options.binary, stages)
        for name in ("a", "b", "c", "set/1"):
            made.write(f"in/{name}", "same\n")
        by_content(made, chance)
        if chance.random() < 0.3:
            # Large enough that it is still being read for its digest when it is edited.
            made.write("in/a", "same\n" * 6_000_000)
            made.write("in/set/1", "same\n" * 3_000_000)
        made.declare()
        if chance.random() < 0.5:
            made.run()
            made.write("in/a" if chance.random() < 0.5 else "in/b", "more\n")
            made.write("in/set/2", "more\n")
        held = chance.choice(["first", "other"])
        made.write(f"control/hold.{held}", "")
        process = made.start("-j2")
        made.wait("the stage", lambda: made.exists(f"control/held.{held}"))
        name = chance.choice(["in/a", "in/b"]) if held == "first" else "in/set/1"
        how = chance.choice(["same size", "longer", "older", "new file", "renamed over", "script"])
        if how == "same size":
            made.write(name, made.read(name).swapcase())
        elif how == "longer":
            made.write(name, "longer than before\n")
        elif how == "older":
            made.write(name, "older\n")
            os.utime(made.path(name), ns=(10**18, 10**18))
        elif how == "new file" and held == "other":
            made.write("in/set/0", "new\n")
        elif how == "script" and kind == "script":
            made.stages[0].steps[0].version += 1
            made.stages[2].steps[0].version += 1
            # Under another name first: a shell reads its script piece by piece.
            for stage in (made.stages[0], made.stages[2]):
                made.write("control/new", stage.text(0))
                os.rename(made.path("control/new"), made.path(stage.script_path(0)))
        else:
            made.write("control/new", "renamed\n")
            os.rename(made.path("control/new"), made.path(name))
        made.remove(f"control/hold.{held}")
        outcome = made.finish(process, "a run with an edit in it")
        when = f"{name} edited ({how}) while `{held}` ran"
        if outcome.status != 0:
            raise Failure(f"{when}: {outcome.words}")
        if made.check_verdicts(when)[held] == "up_to_date":
            raise Failure(f"{when}: called up to date")
        made.check_undisturbed(when)

    return body


def cases(options):
    chance = random.Random(options.seed)
    for number in range(1000 if options.is_long else 30):
        yield Case(f"history {number};", random_history(options, chance.random()))
        yield Case(f"history meanwhile {number};", edit_meanwhile(options, chance.random()))
