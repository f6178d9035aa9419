#!/usr/bin/env python3
"""Run the strategies of the analysis over the data of the stages before, and join their results."""

import os

from common.cli import Parser, run, say
from common.files import load_data, save_data
from strategies import STRATEGIES
from strategies.material import Material


def main():
    parser = Parser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every strategy, and the aggregate of their results")
    which.add_argument("--strategy", choices=sorted(STRATEGIES), help="just this one; the aggregate is left alone")
    parser.add_argument("--data", metavar="FOLDER", default="data", help="where the inputs lie (default: %(default)s)")
    parser.add_argument("--results", metavar="FOLDER", help="one file a strategy (default: results/ in the data folder)")
    parser.add_argument("--aggregate", metavar="FILE", help="default: aggregate_results.json in the data folder")
    arguments = parser.parse_args()
    results = arguments.results or os.path.join(arguments.data, "results")

    enriched = load_data(os.path.join(arguments.data, "enriched_sessions_data.json"), "enriched")
    routing = load_data(os.path.join(arguments.data, "routing_patterns_by_period.json"), "routing")
    marathons = load_data(os.path.join(arguments.data, "marathon-classification.json"), "marathons")
    segmentation = load_data(os.path.join(arguments.data, "temporal-segmentation-report.json"), "segmentation")
    material = Material(enriched, routing, marathons, segmentation)

    found = {}
    for name in STRATEGIES if arguments.all else [arguments.strategy]:
        found[name] = STRATEGIES[name](material)
        path = os.path.join(results, f"{name}.json")
        save_data(path, "strategy", {"strategy": name, **found[name]})
        say(f"Strategy {name}: {path}")
    if arguments.all:
        path = arguments.aggregate or os.path.join(arguments.data, "aggregate_results.json")
        save_data(path, "aggregate", {
            "made_from": enriched["made_from"], "parameters": {**enriched["parameters"], "marathon_hours": marathons["hours"]},
            "routing": routing_without_version(routing), "marathons": marathon_summary(marathons),
            "segments": [{**segment, "sessions": len(segment["sessions"])} for segment in segmentation["segments"]],
            "blocks": segmentation["blocks"], "strategies": found,
        })
        say(f"Joined {len(found)} strategies: {path}")


def routing_without_version(routing):
    return {key: value for key, value in routing.items() if key not in ("schema", "schema_version")}


def marathon_summary(marathons):
    """Counts for each cut-off, and of the sessions the active time alone."""
    return {
        "hours": marathons["hours"], "idle_minutes": marathons["idle_minutes"], "undated_sessions": marathons["undated_sessions"],
        "cutoffs": marathons["cutoffs"],
        "active_ms": [row["active_ms"] for row in marathons["sessions"]],
        "marathons": [row for row in marathons["sessions"] if row["marathon"]],
    }


if __name__ == "__main__":
    run(main)
