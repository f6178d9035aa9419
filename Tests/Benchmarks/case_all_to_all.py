"""As many stages as files, and each reads all of them: nine million edges, or one glob."""

import graphs

NAMES = ["all-to-all"]


def rows(bench, wanted):
    by_glob = [300] if bench.is_quick else [300, 1_000, 3_000]
    by_name = [300] if bench.is_quick else [300, 1_000]
    for case, sizes, is_glob in [("glob", by_glob, True), ("names", by_name, False)]:
        for size in sizes:
            graph = graphs.all_to_all(size, is_glob)
            fresh = {tool.name: (tool.plan(), bench.fresh_tree(graph, tool)) for tool in bench.tools}
            yield from bench.compare(f"{case}-plan", size, fresh, output=None)
            trees, faults = bench.finished_trees(graph, may_adopt=True)
            commands = {name: (bench.tool(name).build(), root) for name, root in trees.items()}
            yield from bench.compare(f"{case}-idle", size, commands, faults=faults)
