#!/usr/bin/env python3
"""Write the report: a Markdown file with tables, and four SVG charts."""

import os

from common.cli import Parser, run, say
from common.definitions import HOUR_MS, MINUTE_MS, TOKEN_KINDS
from common.files import load_data, write_file
from common.statistics import rate
from report import charts, opening, sections, spending

CHARTED_TOOLS = 14
ACTIVE_BINS = (
    ("under 1 min", MINUTE_MS),
    ("1–10 min", 10 * MINUTE_MS),
    ("10–30 min", 30 * MINUTE_MS),
    ("30–60 min", HOUR_MS),
    ("1–2 h", 2 * HOUR_MS),
    ("2 h or more", float("inf")),
)
SECTIONS = (
    ("Delegation", sections.delegation),
    ("Routes", sections.routes),
    ("Active time and marathons", sections.active_time),
    ("Segments", sections.segments),
    ("Tokens", spending.tokens),
    ("Failures", spending.failures),
    ("Definitions", sections.definitions),
)


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("aggregate", nargs="?", default="data/aggregate_results.json", help="default: %(default)s")
    parser.add_argument("output", nargs="?", default="data/routing_report.md", help="default: %(default)s")
    parser.add_argument(
        "charts", nargs="?", default="data/routing_report", help="the folder of the charts (default: %(default)s)"
    )
    arguments = parser.parse_args()

    data = load_data(arguments.aggregate, "aggregate")
    links = {}
    for name, picture in draw(data).items():
        path = os.path.join(arguments.charts, f"{name}.svg")
        write_file(path, picture)
        links[name] = os.path.relpath(path, os.path.dirname(arguments.output) or ".")
    write_file(arguments.output, compose(data, links))
    say(f"Wrote {arguments.output} with {len(links)} charts")


def draw(data):
    """The charts by name; a chart without data is drawn, too, and says so."""
    routing, tokens, failures = data["routing"], data["strategies"]["tokens"], data["strategies"]["failures"]
    kind = routing["period_kind"]
    periods = [(row["period"], rate(row["delegating_turns"], row["turns"])) for row in routing["periods"]]
    amounts = [
        (token.replace("_", " "), row["side"], row[token]["tokens"])
        for token in TOKEN_KINDS
        for row in tokens["by_side"]
    ]
    tools = [
        (row["tool"], row["side"], row["error_rate"])
        for row in failures["by_tool"]
        if row["error_rate"]["rate"] is not None
    ]
    return {
        "delegation-by-period": charts.rates_over_time(
            f"Turns with a delegation, by {kind}", periods, f"{kind} in which the turn began (UTC)"
        ),
        "active-time": charts.counts(
            "Sessions by active time",
            binned(data["marathons"]["active_ms"]),
            "number of sessions",
            f"active time (gaps over {data['marathons']['idle_minutes']} minutes left out)",
        ),
        "tokens-by-kind": charts.amounts("Tokens by kind", amounts, "known tokens, logarithmic axis"),
        "tool-errors": charts.rates_by_name(
            "Tool errors by tool", tools[:CHARTED_TOOLS], "errors in % of answered calls, with 95 % interval"
        ),
    }


def binned(times):
    """The number of active times in each bin."""
    rows, low = [], 0
    for name, high in ACTIVE_BINS:
        rows.append((name, sum(low <= time < high for time in times)))
        low = high
    return rows


def compose(data, links):
    """The whole report as Markdown."""
    parts = [
        "# Who delegates what: a retrospective of coding sessions",
        opening.made_from(data),
        "## Summary",
        opening.summary(data),
    ]
    for title, section in SECTIONS:
        parts += [f"## {title}", section(data, links)]
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    run(main)
