"""How numbers, names and tables are written in the report."""

from common.definitions import HOUR_MS, RATE_MINIMUM, TOKEN_KINDS

NAME_LENGTH = 80
TABLE_ROWS = 40


def number(value):
    """1,234,567"""
    return f"{value:,}"


def some(value, singular, plural=None):
    """1 session, 2 sessions"""
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def percent(share):
    return f"{100 * share:.1f}"


def rate(found):
    """A rate with its n and interval, or why there is none."""
    counts = f"{number(found['k'])} of {number(found['n'])}"
    if found["rate"] is None:
        return f"{counts} (n < {RATE_MINIMUM})" if found["n"] else "–"
    return f"{counts}: {percent(found['rate'])} % ({percent(found['low'])}–{percent(found['high'])})"


def hours(ms):
    """0.7 h"""
    return f"{ms / HOUR_MS:.1f} h"


def plain(name):
    """A name from the data, fit for one line: control characters replaced, long ones shortened."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in str(name))
    return shown if len(shown) <= NAME_LENGTH else shown[: NAME_LENGTH - 1] + "…"


def code(name):
    """A name from the data as Markdown code that cannot break out of its table cell."""
    return "`" + plain(name).replace("`", "'").replace("|", "\\|") + "`"


def tokens(found, kind):
    """Tokens of one kind; unknown is said and is not zero."""
    value, unknown = found[kind]["tokens"], found[kind]["unknown"]
    if not unknown:
        return number(value) if found["messages"] else "–"
    return "unknown" if unknown == found["messages"] else f"{number(value)} (+ {number(unknown)} unknown)"


def token_cells(found):
    return [tokens(found, kind) for kind in TOKEN_KINDS]


def paragraphs(*parts):
    """The parts that are not empty, with a blank line between."""
    return "\n\n".join(part for part in parts if part)


TOKEN_HEADS = ["input >", "output >", "cache creation >", "cache read >"]


def table(heads, rows, empty):
    """A Markdown table; heads that end in ` >` are aligned right. Without rows, the sentence `empty`."""
    if not rows:
        return empty
    align = ["--:" if head.endswith(" >") else ":--" for head in heads]
    lines = [
        "| " + " | ".join(head[:-2] if head.endswith(" >") else head for head in heads) + " |",
        "|" + "|".join(align) + "|",
    ]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows[:TABLE_ROWS]]
    if len(rows) > TABLE_ROWS:
        lines += ["", f"The first {TABLE_ROWS} of {number(len(rows))} rows; all are in the data file."]
    return "\n".join(lines)


def chart(links, name, words):
    """A chart in the report; `links` are the paths of the charts by name."""
    return f"![{words}]({links[name]})"
