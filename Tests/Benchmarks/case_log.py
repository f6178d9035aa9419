"""Questions about the last run, with a log of a million lines behind it, and beside it with one run's.

The long log is the log of a real run, again and again, each a day earlier than the one after it: its
lines are of the format of this version, whatever that is.
"""

import datetime
import json
import os
import re

import graphs

NAMES = ["log"]
LOG = ".pipeline/log.jsonl"
STAGES = 100
ONE_RUN = 2 + 3 * STAGES  # lines: of the run that it began and ended, and three of each stage


def rows(bench, wanted):
    tool = bench.tool("json")
    graph = graphs.shared_layers(STAGES)
    lines = 100_000 if bench.is_quick else 1_000_000
    sizes = {}
    for count in (ONE_RUN, lines):
        root = bench.finished_tree(graph, tool, may_adopt=False)
        lengthen(os.path.join(root, LOG), count)
        sizes[count] = root
        # Something to tell: a source was touched.
        os.utime(os.path.join(root, graph.stages[STAGES // 2].inputs[0]))
    questions = {
        "log last": ["log", "last"],
        "status": ["status"],
        "why": ["why", graph.stages[STAGES // 2].name],
    }
    for size, root in sizes.items():
        commands = {name: ([tool.program, *words], root) for name, words in questions.items()}
        yield from bench.compare("log", size, commands)


def lengthen(path, wanted):
    """Puts earlier runs before the one that is there, until there are so many lines."""
    with open(path, encoding="utf-8") as file:
        last = file.read()
    count = last.count("\n")
    run = json.loads(last[: last.index("\n")])["run"]
    today = datetime.datetime.strptime(run[:8], "%Y%m%d").date()
    runs = (wanted - 1) // count
    with open(path, "w", encoding="utf-8") as file:
        for age in range(runs, -1, -1):
            file.write(moved(last, run, today, age))


def moved(lines, run, today, days):
    """The same run, so many days earlier."""
    day = today - datetime.timedelta(days=days)
    lines = lines.replace(run, f"{day:%Y%m%d}{run[8:]}")
    return re.sub(f"{today:%Y-%m-%d}(?=T)", f"{day:%Y-%m-%d}", lines)
