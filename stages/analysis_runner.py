#!/usr/bin/env python3
"""Run the strategies of the analysis on the data of the earlier stages, and join their results."""

import os

from common.cli import Parser, run, say
from common.files import load_data, save_data
from strategies import STRATEGIES
from strategies.material import Material

INPUTS = {
    "enriched": "data/enriched_sessions_data.json",
    "routing": "data/routing_patterns_by_period.json",
    "marathons": "data/marathon-classification.json",
    "segmentation": "data/temporal-segmentation-report.json",
}


def main():
    parser = Parser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="run every strategy, and write the aggregate")
    which.add_argument("--strategy", choices=sorted(STRATEGIES), help="only this one; the aggregate does not change")
    for schema, path in INPUTS.items():
        parser.add_argument(f"--{schema}", metavar="FILE", default=path, help="default: %(default)s")
    parser.add_argument(
        "--results", metavar="FOLDER", default="data/results", help="one file per strategy (default: %(default)s)"
    )
    parser.add_argument(
        "--aggregate", metavar="FILE", default="data/aggregate_results.json", help="default: %(default)s"
    )
    arguments = parser.parse_args()

    enriched, routing, marathons, segmentation = (load_data(getattr(arguments, schema), schema) for schema in INPUTS)
    material = Material(enriched, routing, marathons, segmentation)

    found = {}
    for name in STRATEGIES if arguments.all else [arguments.strategy]:
        found[name] = STRATEGIES[name](material)
        path = os.path.join(arguments.results, f"{name}.json")
        save_data(path, "strategy", {"strategy": name, **found[name]})
        say(f"Strategy {name}: {path}")
    if arguments.all:
        save_data(
            arguments.aggregate,
            "aggregate",
            {
                "made_from": enriched["made_from"],
                "parameters": {**enriched["parameters"], "marathon_hours": marathons["hours"]},
                "routing": routing_without_version(routing),
                "marathons": marathon_summary(marathons),
                "segments": [{**segment, "sessions": len(segment["sessions"])} for segment in segmentation["segments"]],
                "blocks": segmentation["blocks"],
                "strategies": found,
            },
        )
        say(f"Joined {len(found)} strategies: {arguments.aggregate}")


def routing_without_version(routing):
    return {key: value for key, value in routing.items() if key not in ("schema", "schema_version")}


def marathon_summary(marathons):
    """The counts for each cut-off, the marathons, and only the active time of the other sessions."""
    return {
        "hours": marathons["hours"],
        "idle_minutes": marathons["idle_minutes"],
        "undated_sessions": marathons["undated_sessions"],
        "cutoffs": marathons["cutoffs"],
        "active_ms": [row["active_ms"] for row in marathons["sessions"]],
        "marathons": [row for row in marathons["sessions"] if row["marathon"]],
    }


if __name__ == "__main__":
    run(main)
