"""Nothing to do from ten stages to a hundred thousand, in graphs of several kinds; a long chain also planned.

Up to a thousand stages every tree was really run. Above that the outputs are made first where a tool
takes them as its own; Ninja does not, and runs its hundred thousand commands.
"""

import graphs

KINDS = {"chain": graphs.chain, "fan": graphs.fan, "layers": graphs.shared_layers, "sweep": graphs.sweep}
NAMES = list(KINDS)
SIZES = [10, 100, 1_000, 10_000, 100_000]


def rows(bench, wanted):
    for kind in NAMES:
        if kind not in wanted:
            continue
        for size in SIZES:
            if bench.is_quick and size > 1_000:
                continue
            graph = KINDS[kind](size)
            if kind == "chain":
                fresh = {tool.name: (tool.plan(), bench.fresh_tree(graph, tool)) for tool in bench.tools}
                yield from bench.compare("chain-plan", size, fresh, output=None)
            trees, faults = bench.finished_trees(graph, may_adopt=bench.is_quick or size > 1_000)
            commands = {name: (bench.tool(name).build(), root) for name, root in trees.items()}
            yield from bench.compare(kind, size, commands, faults=faults)
