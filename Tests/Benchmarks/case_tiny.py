"""Stages that do next to nothing, run by two jobs: what a stage costs beside what its script costs.

Beside them the commands alone, started by `Foundation.Process`: the runner starts its scripts with that.
"""

import os

import graphs
from bench import Fault
from tool_bare import BareProcess

NAMES = ["tiny"]


def rows(bench, wanted):
    bare = BareProcess(bench.base)
    tools = list(bench.tools)
    if bare.is_there():
        bare.compile()
        tools.append(bare)
    for size in [100] if bench.is_quick else [100, 1_000]:
        graph = graphs.fan(size)
        # Each round in a folder of its own: where outputs were removed, making them again is slower.
        commands = {
            tool.name: (tool.build(jobs=2), [bench.fresh_tree(graph, tool) for _ in range(bench.rounds)])
            for tool in tools
        }
        for tool in tools:
            if tool.name == "swift":  # compiled before it is measured
                bench.meter.measure(tool.plan(), commands["swift"][1][0])
        yield from bench.compare("tiny", size, commands)
        for name, (_, roots) in commands.items():
            for root in roots:
                if not all(os.path.exists(os.path.join(root, stage.output)) for stage in graph.stages):
                    raise Fault(f"{name} did not run all stages")
