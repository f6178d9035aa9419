"""The format of numbers, names and tables in the report."""

from common.definitions import HOUR_MS, RATE_MINIMUM, TOKEN_KINDS

NAME_LENGTH = 80
TABLE_ROWS = 40


def number(value):
    """A number such as 1,234,567."""
    return f"{value:,}"


def some(value, singular, plural=None):
    """A count with its noun, such as 1 session or 2 sessions."""
    return f"{number(value)} {singular if value == 1 else plural or singular + 's'}"


def percent(share):
    return f"{100 * share:.1f}"


def rate(found):
    """A rate with its n and interval, or only the counts."""
    counts = f"{number(found['k'])} of {number(found['n'])}"
    if found["rate"] is None:
        return f"{counts} (n < {RATE_MINIMUM})" if found["n"] else "–"
    return f"{counts}: {percent(found['rate'])} % ({percent(found['low'])}–{percent(found['high'])})"


def hours(ms):
    """A time in hours, such as 0.7 h."""
    return f"{ms / HOUR_MS:.1f} h"


def plain(name):
    """A name from the data on one line, with control characters replaced, shortened if it is long."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in str(name))
    return shown if len(shown) <= NAME_LENGTH else shown[: NAME_LENGTH - 1] + "…"


def code(name):
    """A name from the data as Markdown code that cannot break out of its table cell."""
    return "`" + plain(name).replace("`", "'").replace("|", "\\|") + "`"


def tokens(found, kind):
    """Tokens of one kind; says how many messages have an unknown number."""
    value, unknown = found[kind]["tokens"], found[kind]["unknown"]
    if not unknown:
        return number(value) if found["messages"] else "–"
    return "unknown" if unknown == found["messages"] else f"{number(value)} (+ {number(unknown)} unknown)"


def token_cells(found):
    return [tokens(found, kind) for kind in TOKEN_KINDS]


def paragraphs(*parts):
    """The parts that are not empty, separated by blank lines."""
    return "\n\n".join(part for part in parts if part)


TOKEN_HEADS = ["input >", "output >", "cache creation >", "cache read >"]


def table(heads, rows, empty):
    """A Markdown table, or the sentence `empty` without rows. Columns whose head ends in ` >` are aligned right."""
    if not rows:
        return empty
    align = ["--:" if head.endswith(" >") else ":--" for head in heads]
    lines = [
        "| " + " | ".join(head[:-2] if head.endswith(" >") else head for head in heads) + " |",
        "|" + "|".join(align) + "|",
    ]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows[:TABLE_ROWS]]
    if len(rows) > TABLE_ROWS:
        lines += ["", f"These are the first {TABLE_ROWS} of {number(len(rows))} rows; the data file has all of them."]
    return "\n".join(lines)


def chart(links, name, words):
    """A chart in the report; `links` are the paths of the charts by name."""
    return f"![{words}]({links[name]})"
