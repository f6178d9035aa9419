"""Start-up: the version, and the five stages of the example in this repository with nothing to do."""

import os
import shutil

NAMES = ["start"]
ROUNDS = 21


def rows(bench, wanted):
    commands = {"version": ([bench.binary, "--version"], bench.base)}
    if any(tool.name == "swift" for tool in bench.tools):
        commands["example"] = ([bench.binary], finished_example(bench))
    yield from bench.compare("start", 5, commands, rounds=ROUNDS)


def finished_example(bench):
    """A copy of the example that has been run."""
    root = bench.folder("example")
    repository = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for name in ("data", "stages"):
        left_out = shutil.ignore_patterns("own", "__pycache__")
        shutil.copytree(os.path.join(repository, name), os.path.join(root, name), ignore=left_out)
    bench.bring_up_to_date([bench.binary], root)
    return root
