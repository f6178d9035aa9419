"""Plain SVG charts: a white background, axes with names and units, no script, no embedded font."""

import math
from html import escape

from report.text import number, percent, plain

WIDTH = 760
BLUE, ORANGE, GREY, INK = "#1f5fa8", "#c2570c", "#d4d4d4", "#222222"
COLOURS = {"main": BLUE, "sub-agent": ORANGE}


class Drawing:
    """A growing SVG picture."""

    def __init__(self, title, height):
        self.title, self.height, self.parts = title, height, []
        self.text(16, 26, title, size=16, weight="bold")

    def text(self, x, y, words, size=12, anchor="start", weight="normal", turn=None):
        turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn is not None else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" '
            f'fill="{INK}"{turned}>{escape(words)}</text>'
        )

    def line(self, x1, y1, x2, y2, colour=INK, width=1.0, dashes=None):
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
            f' stroke-width="{width}"{dashed}/>'
        )

    def box(self, x, y, width, height, colour):
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{colour}"/>'
        )

    def dot(self, x, y, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')

    def legend(self, y, names):
        x = WIDTH - 24
        for name in reversed(names):
            x -= 7 * len(name) + 26
            self.box(x, y - 9, 11, 11, COLOURS[name])
            self.text(x + 16, y, name)

    def svg(self):
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}"'
            f' height="{self.height}" font-family="sans-serif" role="img" aria-label="{escape(self.title)}">'
        )
        return "\n".join(
            [head, f'<rect width="{WIDTH}" height="{self.height}" fill="#ffffff"/>', *self.parts, "</svg>", ""]
        )


def _empty(title, words):
    drawing = Drawing(title, 90)
    drawing.text(16, 60, words)
    return drawing.svg()


def rates_over_time(title, rows, unit):
    """One dot with its interval per period. `rows` are (period, rate); a period without a rate gets a grey mark."""
    if not any(found["rate"] is not None for _, found in rows):
        return _empty(title, "No period has enough turns for a rate.")
    drawing = Drawing(title, 446)
    left, right, top, bottom = 64, WIDTH - 24, 64, 308
    high = _nice_top(max(found["high"] for _, found in rows if found["rate"] is not None))
    drawing.text(
        16,
        46,
        "share of turns in %, with 95 % interval; grey mark: too few turns for a rate; periods without a turn are"
        " left out",
    )
    for step in range(6):
        y = bottom - (bottom - top) * step / 5
        drawing.line(left, y, right, y, GREY)
        drawing.text(left - 8, y + 4, f"{100 * high * step / 5:.0f}", anchor="end")
    width = (right - left) / len(rows)
    every = math.ceil(17 / width)
    for index, (period, found) in enumerate(rows):
        x = left + width * (index + 0.5)
        if found["rate"] is None:
            drawing.line(x - 4, bottom - 1, x + 4, bottom - 1, "#888888", 3)
        else:
            y, low, top_of = (bottom - (bottom - top) * found[name] / high for name in ("rate", "low", "high"))
            drawing.line(x, low, x, top_of, BLUE, 1.5)
            drawing.dot(x, y, BLUE)
        if index % every == 0:
            drawing.text(x + 4, bottom + 10, f"{plain(period)} (n={found['n']})", size=11, anchor="end", turn=-60)
    drawing.line(left, bottom, right, bottom)
    drawing.text((left + right) / 2, 434, unit, anchor="middle")
    return drawing.svg()


def _nice_top(share):
    return next(top for top in (0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1.0) if share <= top)


def rates_by_name(title, rows, unit):
    """One dot with its interval per name. `rows` are (name, side, rate)."""
    rows = [row for row in rows if row[2]["rate"] is not None]
    if not rows:
        return _empty(title, "No tool was called often enough for a rate.")
    left, right, top = 210, WIDTH - 130, 64
    drawing = Drawing(title, top + 26 * len(rows) + 56)
    high = _nice_top(max(found["high"] for _, _, found in rows))
    bottom = top + 26 * len(rows)
    drawing.legend(46, sorted({side for _, side, _ in rows}))
    for step in range(6):
        x = left + (right - left) * step / 5
        drawing.line(x, top, x, bottom, GREY)
        drawing.text(x, bottom + 18, f"{100 * high * step / 5:.0f}", anchor="middle")
    for index, (name, side, found) in enumerate(rows):
        y = top + 26 * index + 13
        x, low, up = (left + (right - left) * found[part] / high for part in ("rate", "low", "high"))
        shown = plain(name)
        drawing.text(left - 10, y + 4, shown if len(shown) <= 28 else shown[:27] + "…", anchor="end")
        drawing.line(low, y, up, y, COLOURS[side], 1.5)
        drawing.dot(x, y, COLOURS[side])
        drawing.text(right + 12, y + 4, f"{percent(found['rate'])} % (n={number(found['n'])})", size=11)
    drawing.line(left, bottom, right, bottom)
    drawing.text((left + right) / 2, bottom + 42, unit, anchor="middle")
    return drawing.svg()


def amounts(title, rows, unit):
    """Bars on a logarithmic axis that begins at 1. `rows` are (name, side, amount); zero has no bar."""
    if not any(amount for _, _, amount in rows):
        return _empty(title, "No amount is known.")
    left, right, top = 210, WIDTH - 130, 64
    drawing = Drawing(title, top + 26 * len(rows) + 56)
    bottom, powers = top + 26 * len(rows), math.ceil(math.log10(max(amount for _, _, amount in rows) + 1)) or 1
    drawing.legend(46, sorted({side for _, side, _ in rows}))
    for power in range(powers + 1):
        x = left + (right - left) * power / powers
        drawing.line(x, top, x, bottom, GREY)
        drawing.text(x, bottom + 18, _power(power), anchor="middle")
    for index, (name, side, amount) in enumerate(rows):
        y = top + 26 * index
        length = (right - left) * math.log10(amount) / powers if amount else 0
        drawing.text(left - 10, y + 17, name, anchor="end")
        drawing.box(left, y + 5, length, 16, COLOURS[side])
        drawing.text(right + 12, y + 17, number(amount), size=11)
    drawing.line(left, bottom, right, bottom)
    drawing.text((left + right) / 2, bottom + 42, unit, anchor="middle")
    return drawing.svg()


def _power(power):
    """A power of ten as 1, 10, 100, 1 k, 10 k, …"""
    return f"{10 ** (power % 3)} {' kMGTP'[min(power // 3, 5)]}".strip()


def counts(title, rows, unit, axis):
    """Upright bars with their count on top. `rows` are (name, count)."""
    most = max((count for _, count in rows), default=0)
    if not most:
        return _empty(title, "Nothing to count.")
    drawing = Drawing(title, 330)
    left, right, top, bottom = 64, WIDTH - 24, 76, 262
    drawing.text(16, 46, unit)
    width = (right - left) / len(rows)
    for index, (name, count) in enumerate(rows):
        x, height = left + width * index, (bottom - top) * count / most
        drawing.box(x + 10, bottom - height, width - 20, height, BLUE)
        drawing.text(x + width / 2, bottom - height - 7, number(count), anchor="middle")
        drawing.text(x + width / 2, bottom + 18, name, anchor="middle")
    drawing.line(left, bottom, right, bottom)
    drawing.line(left, top, left, bottom)
    drawing.text((left + right) / 2, bottom + 44, axis, anchor="middle")
    return drawing.svg()
