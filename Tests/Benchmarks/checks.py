"""What can be checked without a clock, and so in CI.

The writers say the same: both manifests of this runner give the same pipeline, and Ninja and make would run
as many commands. And a run that finds nothing to do names each file once: `strace` counts its calls.
"""

import json
import os
import shutil
import subprocess

import graphs
from case_growth import KINDS
from tools import run

ALL_KINDS = {**KINDS, "own sources": graphs.layers, "glob": graphs.all_to_all}
SIZES = (100, 1_000)
# Calls that name a file of the tree, for each further file. One is the stat; the rest is for what
# grows a little, such as the folders.
LIMIT = 1.05


def check(bench):
    """Runs all checks; the faults, in words."""
    faults = []
    for kind, make in ALL_KINDS.items():
        faults += same_graph(bench, kind, make(60))
    if shutil.which("strace") is None:
        bench.say("calls were not counted: there is no strace")
        return faults
    for kind, make in ALL_KINDS.items():
        found = calls_per_file(bench, make)
        bench.say(f"{kind}: {found:.3f} calls for each further file, at most {LIMIT}")
        if found > LIMIT:
            faults.append(f"{kind}: {found:.3f} calls that name a file for each further file, and not {LIMIT} at most")
    return faults


def same_graph(bench, kind, graph):
    """Whether each tool was told the same."""
    faults, manifests = [], {}
    for tool in bench.tools:
        root = bench.fresh_tree(graph, tool)
        if tool.name in ("json", "swift"):
            status, text = run([tool.program, "manifest", "--json"], root)
            manifests[tool.name] = json.loads(text) if status == 0 else text
        else:
            _, text = run(tool.plan(), root)
            count = sum(": > out/" in line for line in text.splitlines())
            if tool.name == "ninja":
                count = len(run(["ninja", "-t", "commands"], root)[1].splitlines())
            if count != len(graph.stages):
                faults.append(f"{kind}: {tool.name} has {count} commands for {len(graph.stages)} stages")
    if any(manifest != manifests["json"] for manifest in manifests.values()):
        faults.append(f"{kind}: the Swift manifest is not the pipeline of the JSON one")
    return faults


def calls_per_file(bench, make):
    """How many calls that name a file come with each further file of the tree."""
    calls, files = [], []
    for size in SIZES:
        graph = make(size)
        tool = bench.tool("json")
        root = bench.finished_tree(graph, tool, may_adopt=True)
        calls.append(calls_of(tool.build(), root, os.path.join(bench.base, "trace")))
        files.append(graph.files)
    return (calls[1] - calls[0]) / (files[1] - files[0])


def calls_of(command, root, trace):
    subprocess.run(
        ["strace", "-f", "-e", "trace=%file", "-o", trace, *command],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    with open(trace, encoding="utf-8", errors="replace") as file:
        # The processes of the machine are as many as they are.
        return sum('"/proc/' not in line for line in file)
