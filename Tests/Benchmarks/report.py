"""What was found, as tables in Markdown: for the page, and readable on a terminal."""

import math

# The cases in the order of the page, and what the number in the first column counts.
TITLES = {
    "idle": ("Nothing to do", "stages"),
    "touched": ("One source touched: the plan", "stages"),
    "tiny": ("Tiny stages run by two jobs", "stages"),
    "glob-plan": ("All stages read the same files, by a glob: the first plan", "stages and files"),
    "glob-idle": ("All stages read the same files, by a glob: nothing to do", "stages and files"),
    "names-plan": ("All stages read the same files, each told by its name: the first plan", "stages and files"),
    "names-idle": ("All stages read the same files, each told by its name: nothing to do", "stages and files"),
    "chain-plan": ("A chain, never run: the first plan", "stages"),
    "chain": ("A chain, nothing to do", "stages"),
    "fan": ("A fan, nothing to do", "stages"),
    "layers": ("Layers with ten inputs a stage, nothing to do", "stages"),
    "sweep": ("A sweep of samples and steps, nothing to do", "stages"),
    "start": ("Start-up", "stages"),
    "log": ("Questions about the last run", "lines of log"),
    "peers": ("Beside Snakemake and DVC, nothing to do", "stages"),
}
GROWING = ["chain", "fan", "layers", "sweep"]
GROWTH = [1_000, 10_000, 100_000]
BASE = "ninja"


def duration(seconds):
    if math.isinf(seconds):
        return "–"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def memory(count, floor=0):
    if math.isinf(count):
        return "–"
    return f"≤ {floor / 1e6:.0f} MB" if count <= floor * 1.05 else f"{count / 1e6:.0f} MB"


def times(ratio):
    if math.isinf(ratio):
        return "–"
    return f"{ratio:.2f} ×" if ratio < 10 else f"{ratio:,.0f} ×"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def verdicts(found):
    """The targets, and whether they were reached."""
    rows = []
    for verdict in found:
        target = verdict.target
        form = times if target.against else memory if target.of == "memory" else duration
        wanted = f"≤ {target.limit:g} × {target.against}" if target.against else f"≤ {form(target.limit)}"
        word = "reached" if verdict.is_reached else "**not reached**"
        rows.append([target.words, wanted, form(verdict.found), form(verdict.lowest), word])
    return table(["target", "wanted", "found", "by the lowest", ""], rows)


def cell(row, base, floor):
    if row is None:
        return ""
    if row.seconds is None:
        return row.fault
    words = [f"**{duration(row.seconds)}**"]
    if base is not None and base is not row and base.seconds is not None:
        words.append(times(row.seconds / base.seconds))
    return " · ".join([*words, memory(row.memory, floor)])


def case_table(case, rows, titles, floor):
    """A line for each size, a column for each tool."""
    tools = list(dict.fromkeys(row.tool for row in rows))
    tools = [name for name in titles if name in tools] + [name for name in tools if name not in titles]
    lines = []
    for size in dict.fromkeys(row.size for row in rows):
        at_size = {row.tool: row for row in rows if row.size == size}
        base = at_size.get(BASE)
        lines.append([f"{size:,}", *(cell(at_size.get(name), base, floor) for name in tools)])
    head = [TITLES[case][1], *(titles.get(name, f"`{name}`") for name in tools)]
    return f"### {TITLES[case][0]}\n\n" + table(head, lines)


def case_tables(rows, titles, floor):
    found = []
    for case in TITLES:
        of_case = [row for row in rows if row.case == case]
        if of_case:
            found.append(case_table(case, of_case, titles, floor))
    return "\n\n".join(found)


def growth(rows, titles, floor):
    """How many times as long and as large it gets where there are ten times as many stages."""
    by_key = {(row.case, row.tool, row.size): row for row in rows if row.seconds is not None}
    lines = []
    for case in GROWING:
        for name in titles:
            found = [by_key.get((case, name, size)) for size in GROWTH]
            if not any(found[:-1]):
                continue
            pairs = list(zip(found, found[1:]))
            time_cells = [times(b.seconds / a.seconds) if a and b else "–" for a, b in pairs]
            # What held no more than the floor may have held any less.
            is_seen = [a and b and a.memory > floor * 1.05 for a, b in pairs]
            memory_cells = [times(b.memory / a.memory) if seen else "–" for seen, (a, b) in zip(is_seen, pairs)]
            if set(time_cells) != {"–"}:
                lines.append([case, titles[name], *time_cells, *memory_cells])
    steps = [f"{a:,} → {b:,}" for a, b in zip(GROWTH, GROWTH[1:])]
    head = ["nothing to do", "", *(f"{of}, {step}" for of in ("time", "memory") for step in steps)]
    return table(head, lines) if lines else ""
