"""What can be checked without a clock, and so in CI.

The writers say the same: both manifests of this runner give the same pipeline, and Ninja and make would
run as many commands. A run that finds nothing to do names each file once, as `strace` counts. And its
instructions grow with the number of stages and not faster, as `valgrind` counts them.
"""

import json
import os
import re
import shutil
import subprocess

import graphs
from case_growth import KINDS
from tools import run

ALL_KINDS = {**KINDS, "own sources": graphs.layers, "glob": graphs.all_to_all}

# Calls that name a file of the tree, for each further file. One is the stat; the rest is for what
# grows a little, such as the folders.
CALL_SIZES = (100, 1_000)
MOST_CALLS = 1.05

# How much more each further stage costs where there are twice as many: 1 is linear, 2 quadratic.
COUNTED_KINDS = ("chain", "layers", "glob")
COUNT_SIZES = (200, 400, 800)
MOST_GROWTH = 1.2


def check(bench):
    """Runs all checks; the faults, in words."""
    faults = []
    for kind, make in ALL_KINDS.items():
        faults += same_graph(bench, kind, make(60))
    if shutil.which("strace"):
        for kind, make in ALL_KINDS.items():
            found = calls_per_file(bench, make)
            faults += most(bench, f"{kind}: calls for each further file", found, MOST_CALLS)
    else:
        bench.say("calls were not counted: there is no strace")
    if shutil.which("valgrind") and shutil.which("strip"):
        for kind in COUNTED_KINDS:
            found = growth_of_instructions(bench, ALL_KINDS[kind])
            faults += most(bench, f"{kind}: growth of instructions for each further stage", found, MOST_GROWTH)
    else:
        bench.say("instructions were not counted: there is no valgrind or no strip")
    return faults


def most(bench, what, found, limit):
    text = f"{what}: {found:.3f}, at most {limit}"
    bench.say(f"  {text}")
    return [text] if found > limit else []


def same_graph(bench, kind, graph):
    """Whether each tool was told the same."""
    faults, manifests = [], {}
    for tool in bench.tools:
        root = bench.fresh_tree(graph, tool)
        if tool.name in ("json", "swift"):
            status, text = run([tool.program, "manifest", "--json"], root)
            manifests[tool.name] = json.loads(text) if status == 0 else text
            continue
        command = ["ninja", "-t", "commands"] if tool.name == "ninja" else tool.plan()
        count = sum(line.startswith(": > out/") for line in run(command, root)[1].splitlines())
        if count != len(graph.stages):
            faults.append(f"{kind}: {tool.name} has {count} commands for {len(graph.stages)} stages")
    if any(manifest != manifests["json"] for manifest in manifests.values()):
        faults.append(f"{kind}: the Swift manifest is not the pipeline of the JSON one")
    return faults


def calls_per_file(bench, make):
    """How many calls that name a file come with each further file of the tree."""
    calls, files = [], []
    for size in CALL_SIZES:
        graph = make(size)
        tool = bench.tool("json")
        root = bench.finished_tree(graph, tool, may_adopt=True)
        calls.append(calls_of(tool.build(), root, os.path.join(bench.base, "trace")))
        files.append(graph.files)
    return (calls[1] - calls[0]) / (files[1] - files[0])


def calls_of(command, root, trace):
    counted(["strace", "-f", "-e", "trace=%file", "-o", trace, *command], root)
    with open(trace, encoding="utf-8", errors="replace") as file:
        # The processes of the machine are as many as they are; and a call that another thread cut into
        # has two lines.
        return sum('"/proc/' not in line and " resumed>" not in line for line in file)


def growth_of_instructions(bench, make):
    """What a further stage costs among many, by what it costs among half as many."""
    counts = []
    # Debian's valgrind does not read the debugging information of newer compilers.
    bare = os.path.join(bench.base, "stripped")
    tool = bench.tool("json")
    subprocess.run(["strip", "-o", bare, tool.program], check=True)
    for size in COUNT_SIZES:
        root = bench.finished_tree(make(size), tool, may_adopt=True)
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", bare]
        # What another build knew is not believed, and under valgrind each is another.
        counted(command, root)
        found = re.search(r"Collected : (\d+)", counted(command, root))
        counts.append(int(found[1]))
    small, middle, large = counts
    return (large - middle) / (middle - small) / 2


def counted(command, root):
    """Runs a command that has to end well; what it said on standard error."""
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stderr
