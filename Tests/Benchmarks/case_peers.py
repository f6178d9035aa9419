"""Snakemake and DVC, which start slowly and go by content: small sizes, and only when asked for."""

import graphs

NAMES = ["peers"]


def rows(bench, wanted):
    for size in [10] if bench.is_quick else [10, 100]:
        graph = graphs.sweep(size)
        trees, faults = bench.finished_trees(graph, tools=bench.tools + bench.peers)
        tools = {tool.name: tool for tool in bench.tools + bench.peers}
        commands = {name: (tools[name].build(), root) for name, root in trees.items()}
        yield from bench.compare("peers", size, commands, rounds=3, faults=faults)
