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


def text(x, y, words, anchor="start", kind="", color=""):
    more = f' class="{kind}"' if kind else f' style="fill:{color}"' if color else ""
    return f'  <text{more} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def panel(left, title, subtitle, series, titles, unit):
    """One plot: `series` has points of a number of stages and a value, by the name of the tool."""
    values = [value for points in series.values() for _, value in points]
    sizes = [size for points in series.values() for size, _ in points]
    x = Axis(min(sizes), max(sizes), left, left + PANEL_WIDTH)
    y = Axis(min(values), max(values), TOP + PANEL_HEIGHT, TOP)
    bottom, right = TOP + PANEL_HEIGHT, left + PANEL_WIDTH
    parts = [text(left, TOP - 44, title, kind="title"), text(left, TOP - 24, subtitle)]
    for value in y.powers():
        parts.append(f'  <path class="grid" d="M{left} {y.at(value):.1f}H{right}"/>')
        parts.append(text(left - 8, y.at(value) + 4, unit(value), anchor="end"))
    for value in x.powers():
        parts.append(f'  <path class="grid" d="M{x.at(value):.1f} {TOP}V{bottom}"/>')
        parts.append(text(x.at(value), bottom + 19, f"{value:,.0f}", anchor="middle"))
    parts.append(f'  <path class="axis" d="M{left} {TOP}V{bottom}H{right}"/>')
    parts.append(text(left + PANEL_WIDTH / 2, bottom + 40, "stages", anchor="middle"))
    places = apart({name: y.at(points[-1][1]) for name, points in series.items()})
    for name, points in series.items():
        color = COLORS[name]
        path = "L".join(f"{x.at(size):.1f} {y.at(value):.1f}" for size, value in points)
        parts.append(f'  <path class="line" stroke="{color}" d="M{path}"/>')
        for size, value in points:
            parts.append(f'  <circle cx="{x.at(size):.1f}" cy="{y.at(value):.1f}" r="3.2" fill="{color}"/>')
        parts.append(text(right + 10, places[name] + 4, titles[name], color=color))
    return "\n".join(parts)


def seconds(value):
    return f"{value:g} s" if value >= 1 else f"{value * 1000:g} ms"


def megabytes(value):
    return f"{value / 1e9:g} GB" if value >= 1e9 else f"{value / 1e6:g} MB"


def svg(rows, case, titles, floor):
    """The picture of one case; nothing where it was measured at fewer than two sizes."""
    titles = {name: title.replace("`", "") for name, title in titles.items()}

    good = [row for row in rows if row.case == case and row.seconds is not None]

    def series(of):
        found = {}
        for name in COLORS:
            points = sorted((row.size, getattr(row, of)) for row in good if row.tool == name)
            if len(points) > 1:
                found[name] = points
        return found

    if not series("seconds"):
        return ""
    unseen = f"less than {floor / 1e6:.0f} MB is not seen"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "  <title>Nothing to do: time and peak memory by the number of stages</title>",
            STYLE,
            panel(64, "Nothing to do: time", "layers, ten inputs a stage", series("seconds"), titles, seconds),
            panel(580, "Nothing to do: peak memory", unseen, series("memory"), titles, megabytes),
            "</svg>\n",
        ]
    )
