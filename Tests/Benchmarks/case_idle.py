"""Nothing to do: the time until a tool says so. And one source touched: the time until it tells the plan."""

import os

import graphs
from bench import Fault

NAMES = ["idle", "touched"]
SIZES = {1_000: {"extra": 200}, 10_000: {}}


def rows(bench, wanted):
    for size, more in SIZES.items():
        if bench.is_quick and size > 1_000:
            continue
        graph = graphs.layers(size, **more)
        trees, faults = bench.finished_trees(graph)
        if "idle" in wanted:
            commands = {name: (bench.tool(name).build(), root) for name, root in trees.items()}
            yield from bench.compare("idle", size, commands, faults=faults)
        if "touched" in wanted:
            for name, root in trees.items():
                os.utime(os.path.join(root, graph.stages[size // 2].inputs[0]))
                if bench.tool(name).is_idle(root):
                    raise Fault(f"{name} does not see that a source was touched")
            commands = {name: (bench.tool(name).plan(), root) for name, root in trees.items()}
            yield from bench.compare("touched", size, commands, faults=faults)
