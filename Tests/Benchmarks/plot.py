"""Time and memory with nothing to do, by the number of stages: two plots side by side, as SVG."""

import math

COLORS = {"json": "#2f81f7", "swift": "#a05cf0", "ninja": "#d9730d", "make": "#7d8590"}
WIDTH, HEIGHT = 980, 390
PANEL_WIDTH, PANEL_HEIGHT, TOP = 320, 270, 64
LABEL_HEIGHT = 17

STYLE = """\
  <style>
    text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #4b535d }
    .title { font-size: 15px; font-weight: 600 }
    .grid { stroke: #8b949e; stroke-opacity: .28; stroke-width: 1 }
    .axis { stroke: #8b949e; stroke-width: 1 }
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
    placed = []
    for name, place in sorted(wanted.items(), key=lambda item: item[1]):
        placed.append([name, max(place, placed[-1][1] + LABEL_HEIGHT) if placed else place])
    # What was pushed down is shared between those above and below it.
    shift = max((place - wanted[name] for name, place in placed), default=0) / 2
    return {name: place - (shift if place != wanted[name] or shift else 0) for name, place in placed}


def panel(left, title, series, titles, unit):
    """One plot: `series` has points of a number of stages and a value, by the name of the tool."""
    values = [value for points in series.values() for _, value in points]
    sizes = [size for points in series.values() for size, _ in points]
    x = Axis(min(sizes), max(sizes), left, left + PANEL_WIDTH)
    y = Axis(min(values), max(values), TOP + PANEL_HEIGHT, TOP)
    bottom, right = TOP + PANEL_HEIGHT, left + PANEL_WIDTH
    parts = [f'  <text class="title" x="{left}" y="{TOP - 26}">{title}</text>']
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


def svg(rows, case, titles):
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
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "  <title>Nothing to do: time and peak memory by the number of stages, beside Ninja and make</title>",
            STYLE,
            panel(64, "Nothing to do: time", series("seconds"), titles, seconds),
            panel(556, "Nothing to do: peak memory", series("memory"), titles, megabytes),
            "</svg>\n",
        ]
    )
