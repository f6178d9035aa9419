#!/usr/bin/env python3
"""Find the marathons: the sessions with at least two hours of active time."""

from common.cli import Parser, positive, run, say
from common.definitions import HOUR_MS, MARATHON_HOURS
from common.files import load_data, save_data


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("enriched", nargs="?", default="data/enriched_sessions_data.json", help="default: %(default)s")
    parser.add_argument("output", nargs="?", default="data/marathon-classification.json", help="default: %(default)s")
    parser.add_argument(
        "--hours",
        type=positive(float),
        default=MARATHON_HOURS,
        help="active hours of a marathon (default: %(default)s)",
    )
    arguments = parser.parse_args()

    enriched = load_data(arguments.enriched, "enriched")
    marathons = classify(enriched["sessions"], enriched["parameters"], arguments.hours)
    save_data(arguments.output, "marathons", marathons)
    chosen = next(row for row in marathons["cutoffs"] if row["idle_minutes"] == marathons["idle_minutes"])
    say(
        f"{chosen['marathons']} of {chosen['sessions']} sessions are marathons; the longest has"
        f" {chosen['longest_ms'] / HOUR_MS:.1f} h of active time"
    )


def classify(sessions, parameters, hours):
    """The counts for each cut-off, and the dated sessions, classified by the chosen cut-off."""
    dated = [session for session in sessions if session["start"] is not None]
    idle = parameters["idle_minutes"]
    cutoffs = []
    for minutes in parameters["compared_idle_minutes"]:
        active = [session["activity"][str(minutes)]["active_ms"] for session in dated]
        cutoffs.append(
            {
                "idle_minutes": minutes,
                "sessions": len(active),
                "marathons": sum(time >= hours * HOUR_MS for time in active),
                "longest_ms": max(active, default=0),
                "total_ms": sum(active),
                "machine_ms": sum(session["activity"][str(minutes)]["machine_ms"] for session in dated),
            }
        )
    rows = [
        {
            "id": session["id"],
            "project": session["project"],
            "start": session["start"],
            "end": session["end"],
            **session["activity"][str(idle)],
            "marathon": session["activity"][str(idle)]["active_ms"] >= hours * HOUR_MS,
        }
        for session in dated
    ]
    rows.sort(key=lambda row: (-row["active_ms"], row["id"]))
    return {
        "hours": hours,
        "idle_minutes": idle,
        "undated_sessions": len(sessions) - len(dated),
        "cutoffs": cutoffs,
        "sessions": rows,
    }


if __name__ == "__main__":
    run(main)
