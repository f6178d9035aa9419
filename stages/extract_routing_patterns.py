#!/usr/bin/env python3
"""Count the routes of human turns by period, and find those that occur more than once."""

from common.cli import Parser, run, say
from common.definitions import NO_ROUTE, PATTERN_TURNS, UNDATED
from common.files import load_data, save_data
from common.timestamps import month, period_kind, week


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("enriched", nargs="?", default="data/enriched_sessions_data.json", help="default: %(default)s")
    parser.add_argument(
        "output", nargs="?", default="data/routing_patterns_by_period.json", help="default: %(default)s"
    )
    arguments = parser.parse_args()

    sessions = load_data(arguments.enriched, "enriched")["sessions"]
    turns = [turn for session in sessions for turn in session["turns"]]
    routing = patterns_by_period(turns)
    save_data(arguments.output, "routing", routing)
    say(
        f"Found {len(routing['patterns'])} routing patterns in {len(turns)} human turns over {len(routing['periods'])}"
        f" periods ({routing['period_kind']}s)"
    )


def patterns_by_period(turns):
    """The routes by period and in total; a pattern is a route other than `None` that occurs at least twice."""
    times = [turn["t"] for turn in turns if turn["t"] is not None]
    kind = period_kind(times)
    name = week if kind == "week" else month
    periods, routes = {}, {}
    for turn in turns:
        period = UNDATED if turn["t"] is None else name(turn["t"])
        row = periods.setdefault(period, {"period": period, "turns": 0, "delegating_turns": 0, "routes": {}})
        row["turns"] += 1
        row["delegating_turns"] += turn["route"] != NO_ROUTE
        row["routes"][turn["route"]] = row["routes"].get(turn["route"], 0) + 1
        route = routes.setdefault(turn["route"], {"route": turn["route"], "turns": 0, "periods": []})
        route["turns"] += 1
        if period not in route["periods"]:
            route["periods"].append(period)
    for row in periods.values():
        row["routes"] = dict(sorted(row["routes"].items()))
    for route in routes.values():
        dated = sorted(period for period in route.pop("periods") if period != UNDATED)
        route["first"], route["last"] = (dated[0], dated[-1]) if dated else (None, None)
    counted = sorted(routes.values(), key=lambda route: (-route["turns"], route["route"]))
    return {
        "period_kind": kind,
        "turns": len(turns),
        # "undated" comes after every year.
        "periods": [periods[period] for period in sorted(periods)],
        "routes": counted,
        "patterns": [
            route["route"] for route in counted if route["route"] != NO_ROUTE and route["turns"] >= PATTERN_TURNS
        ],
    }


if __name__ == "__main__":
    run(main)
