"""Time and memory with nothing to do, by the number of stages: two plots side by side, as SVG."""

import math

COLORS = {"json": "#2f81f7", "swift": "#1a9e77", "ninja": "#d9730d", "make": "#7d8590"}
WIDTH, HEIGHT = 1020, 390
PANEL_WIDTH, PANEL_HEIGHT, TOP = 310, 262, 72
LABEL_HEIGHT = 17

STYLE = """\
  <style>
    text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #4b535d }
    .title { font-size: 15px; font-weight: 600 }
    .grid { stroke: #8b949e; stroke-opacity: .28; stroke-width: 1 }
    .axis { fill: none; stroke: #8b949e; stroke-width: 1 }
    .line { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round }
    @media (prefers-color-scheme: dark) { text { fill: #b4bcc6 } }
  </style>"""


class Axis:
    """A logarithmic axis from one power of ten to another, on a piece of the picture."""

    def __init__(self, low, high, begin, end):
        self.first, self.last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        self.begin, self.end = begin, end

    def at(self, value):
        part = (math.log10(value) - self.first) / (self.last - self.first)
        return self.begin + part * (self.end - self.begin)

    def powers(self):
        return [10.0**power for power in range(self.first, self.last + 1)]


def apart(wanted):
    """Places for labels, as near to the wanted ones as they can be without lying on each other."""
    groups = []  # [names, place of the first]: labels that stand directly below each other
    for name in sorted(wanted, key=wanted.get):
        groups.append([[name], wanted[name]])
        while len(groups) > 1 and groups[-2][1] + len(groups[-2][0]) * LABEL_HEIGHT > groups[-1][1]:
            names = groups[-2][0] + groups[-1][0]
            middle = sum(wanted[each] for each in names) / len(names)
            groups[-2:] = [[names, middle - (len(names) - 1) / 2 * LABEL_HEIGHT]]
    return {
        name: first + number * LABEL_HEIGHT for names, first in groups for number, name in enumerate(names)
    }


def panel(left, title, subtitle, series, titles, unit):
    """One plot: `series` has points of a number of stages and a value, by the name of the tool."""
    values = [value for points in series.values() for _, value in points]
    sizes = [size for points in series.values() for size, _ in points]
    x = Axis(min(sizes), max(sizes), left, left + PANEL_WIDTH)
    y = Axis(min(values), max(values), TOP + PANEL_HEIGHT, TOP)
    bottom, right = TOP + PANEL_HEIGHT, left + PANEL_WIDTH
    parts = [f'  <text class="title" x="{left}" y="{TOP - 44}">{title}</text>']
    parts.append(f'  <text x="{left}" y="{TOP - 24}">{subtitle}</text>')
    for value in y.powers():
        parts.append(f'  <path class="grid" d="M{left} {y.at(value):.1f}H{right}"/>')
        parts.append(f'  <text x="{left - 8}" y="{y.at(value) + 4:.1f}" text-anchor="end">{unit(value)}</text>')
    for value in x.powers():
        parts.append(f'  <path class="grid" d="M{x.at(value):.1f} {TOP}V{bottom}"/>')
        parts.append(f'  <text x="{x.at(value):.1f}" y="{bottom + 19}" text-anchor="middle">{value:,.0f}</text>')
    parts.append(f'  <path class="axis" d="M{left} {TOP}V{bottom}H{right}"/>')
    parts.append(f'  <text x="{left + PANEL_WIDTH / 2}" y="{bottom + 40}" text-anchor="middle">stages</text>')
    places = apart({name: y.at(points[-1][1]) for name, points in series.items()})
    for name, points in series.items():
        color = COLORS[name]
        path = "L".join(f"{x.at(size):.1f} {y.at(value):.1f}" for size, value in points)
        parts.append(f'  <path class="line" stroke="{color}" d="M{path}"/>')
        parts += [
            f'  <circle cx="{x.at(size):.1f}" cy="{y.at(value):.1f}" r="3.2" fill="{color}"/>' for size, value in points
        ]
        parts.append(f'  <text x="{right + 10}" y="{places[name] + 4:.1f}" style="fill:{color}">{titles[name]}</text>')
    return "\n".join(parts)


def seconds(value):
    return f"{value:g} s" if value >= 1 else f"{value * 1000:g} ms"


def megabytes(value):
    return f"{value / 1e9:g} GB" if value >= 1e9 else f"{value / 1e6:g} MB"


def svg(rows, case, titles, floor):
    """The picture of one case; nothing where it was measured at fewer than two sizes."""
    titles = {name: title.replace("`", "") for name, title in titles.items()}
    names = [name for name in COLORS if any(row.tool == name for row in rows)]

    def series(of):
        found = {}
        for name in names:
            good = [row for row in rows if row.case == case and row.tool == name and row.seconds is not None]
            found[name] = sorted((row.size, getattr(row, of)) for row in good)
        return {name: points for name, points in found.items() if len(points) > 1}

    if not series("seconds"):
        return ""
    unseen = f"less than {floor / 1e6:.0f} MB is not seen"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "  <title>Nothing to do: time and peak memory by the number of stages, beside Ninja and make</title>",
            STYLE,
            panel(64, "Nothing to do: time", "layers, ten inputs a stage", series("seconds"), titles, seconds),
            panel(580, "Nothing to do: peak memory", unseen, series("memory"), titles, megabytes),
            "</svg>\n",
        ]
    )
