"""What every case works with: folders to work in, trees that are up to date, and the measuring itself."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 120  # seconds after which a command is ended, and counts as not done


@dataclass
class Row:
    """What was found of one tool, at one size of one case."""

    case: str
    size: int
    tool: str  # its name, or what was asked
    seconds: float  # the median; None if it did not end well
    lowest: float
    memory: int  # bytes, the largest of all rounds
    fault: str = ""  # why there are no figures


class Meter:
    """The measuring process; see meter.py."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", os.path.join(HERE, "meter.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def measure(self, command, folder, output=os.devnull, seconds=LIMIT):
        request = {"command": command, "folder": folder, "output": output, "seconds": seconds}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        """Ends it, and what it has started where that still runs."""
        self.process.terminate()
        self.process.stdin.close()
        self.process.wait()


class Fault(Exception):
    """A tree could not be made as it has to be."""


class Bench:
    def __init__(self, binary, folder, is_quick, rounds):
        self.base = os.path.realpath(tempfile.mkdtemp(prefix="pipeline-benchmarks-", dir=folder))
        self.tools = []
        self.peers = []  # too slow to be in every case
        # A build in the meantime must not change what is measured.
        self.binary = shutil.copy2(binary, os.path.join(self.base, "pipeline"))
        self.is_quick = is_quick
        self.rounds = rounds
        # Compiled manifests are kept here and go with it.
        os.environ["XDG_CACHE_HOME"] = os.path.join(self.base, "cache")
        # Whoever calls must not decide how many jobs there are.
        for name in ("PIPELINE_JOBS", "MAKEFLAGS", "NINJA_STATUS"):
            os.environ.pop(name, None)
        self.meter = Meter(dict(os.environ))
        self.floor = self.meter.measure(["true"], self.base)["memory"]

    def close(self):
        """Ends the measuring and removes all trees; not earlier, as ext4 is slower after that."""
        self.meter.close()
        shutil.rmtree(self.base, ignore_errors=True)

    def tool(self, name):
        return next(tool for tool in self.tools if tool.name == name)

    def folder(self, name):
        return tempfile.mkdtemp(prefix=f"{name}-", dir=self.base)

    # Trees

    def fresh_tree(self, graph, tool):
        """A folder with the manifest and the sources, in which nothing was ever run."""
        root = self.folder(f"{graph.kind}-{len(graph.stages)}-{tool.name}")
        make_folders(root, graph.sources)
        make_folders(root, [stage.output for stage in graph.stages])
        make_files(root, graph.sources)
        tool.write(graph, root)
        return root

    def finished_tree(self, graph, tool, may_adopt):
        """A folder in which the tool finds nothing to do, by records of its own.

        `may_adopt`: the outputs are made first where the tool then takes and records them as its own;
        this saves running a hundred thousand commands.
        """
        root = self.fresh_tree(graph, tool)
        if may_adopt and tool.adopts():
            make_files(root, [stage.output for stage in graph.stages])
        self.bring_up_to_date(tool.build(), root)
        if not tool.is_idle(root):
            raise Fault("was not up to date after a run")
        return root

    def bring_up_to_date(self, command, root):
        found = self.meter.measure(command, root, seconds=20 * LIMIT)
        if found["status"] != 0:
            raise Fault(fault_of(found))

    def finished_trees(self, graph, tools=None, may_adopt=False):
        """A finished tree of each tool that can make one, and what went wrong in the others."""
        trees, faults = {}, {}
        self.say(f"  making trees: {graph.kind}, {len(graph.stages):,} stages")
        for tool in tools or self.tools:
            try:
                trees[tool.name] = self.finished_tree(graph, tool, may_adopt)
            except Fault as fault:
                faults[tool.name] = str(fault)
        return trees, faults

    # Measuring

    def compare(self, case, size, commands, rounds=None, output="output", faults=None):
        """Runs the commands in turn, several times; a row for each of them.

        `commands`: by name, the command and its folder, or a list with a folder for each round. What they
        print goes to a file, or nowhere where `output` is None.
        """
        rounds = rounds or (min(3, self.rounds) if size >= 100_000 else self.rounds)
        # The first round only warms what the later ones find warm, unless each has a folder of its own.
        is_fresh = any(isinstance(folder, list) for _, folder in commands.values())
        path = os.path.join(self.base, output) if output else os.devnull
        found = {name: [] for name in commands}
        os.sync()
        for number in range(rounds if is_fresh else rounds + 1):
            for name in turned(list(commands), number):
                command, folder = commands[name]
                if found[name] and found[name][-1]["status"] is None:
                    continue  # once is enough to wait for what does not end
                root = folder[number] if is_fresh else folder
                found[name].append(self.meter.measure(command, root, path))
        counted = {name: ones if is_fresh else ones[1:] or ones for name, ones in found.items()}
        rows = [row_of(case, size, name, ones) for name, ones in counted.items()]
        rows += [Row(case, size, name, None, None, None, text) for name, text in (faults or {}).items()]
        for row in rows:
            self.say("  " + describe(row))
        return rows

    @staticmethod
    def say(text):
        print(text, file=sys.stderr, flush=True)


def fault_of(found):
    if found["status"] is None:
        return "not done in time"
    return f"crashed (signal {-found['status']})" if found["status"] < 0 else f"status {found['status']}"


def turned(names, number):
    """Another one begins each time."""
    turn = number % len(names) if names else 0
    return names[turn:] + names[:turn]


def row_of(case, size, name, found):
    bad = next((one for one in found if one["status"] != 0), None)
    if bad is not None:
        return Row(case, size, name, None, None, None, fault_of(bad))
    seconds = [one["seconds"] for one in found]
    memory = max(one["memory"] for one in found)
    return Row(case, size, name, statistics.median(seconds), min(seconds), memory)


def describe(row):
    what = f"{row.case:<14}{row.size:>9,} {row.tool:<12}"
    if row.seconds is None:
        return f"{what} {row.fault}"
    return f"{what} {row.seconds * 1000:>10.1f} ms {row.memory / 1e6:>8.1f} MB"


def make_folders(root, paths):
    for folder in {os.path.dirname(path) for path in paths}:
        os.makedirs(os.path.join(root, folder), exist_ok=True)


def make_files(root, paths):
    # Empty files: no tool here reads what is in them.
    for path in paths:
        os.close(os.open(os.path.join(root, path), os.O_CREAT | os.O_WRONLY, 0o600))
