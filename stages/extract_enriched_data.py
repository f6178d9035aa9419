#!/usr/bin/env python3
"""Derive from the sessions: human turns, delegations with outcome and cost, tokens, active time."""

from common.cli import Parser, positive, run, say
from common.definitions import COMPARED_IDLE_MINUTES, IDLE_MINUTES
from common.enriching import Enriched
from common.files import load_data, save_data
from common.usage import Messages


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("sessions", nargs="?", default="data/full_sessions_data.json", help="default: %(default)s")
    parser.add_argument("output", nargs="?", default="data/enriched_sessions_data.json", help="default: %(default)s")
    parser.add_argument(
        "--idle-minutes",
        type=positive(int),
        default=IDLE_MINUTES,
        help="longer gaps do not count as active time (default: %(default)s)",
    )
    arguments = parser.parse_args()

    full = load_data(arguments.sessions, "sessions")
    cutoffs = sorted({arguments.idle_minutes, *COMPARED_IDLE_MINUTES})
    sessions = enrich(full["sessions"], cutoffs)
    save_data(
        arguments.output,
        "enriched",
        {
            "made_from": full["made_from"],
            "parameters": {"idle_minutes": arguments.idle_minutes, "compared_idle_minutes": cutoffs},
            "sessions": sessions,
        },
        compact=True,
    )
    turns = sum(len(session["turns"]) for session in sessions)
    delegations = sum(len(session["delegations"]) for session in sessions)
    say(f"Enriched {len(sessions)} sessions: {turns} human turns, {delegations} delegations")


def enrich(sessions, cutoffs):
    """All sessions, enriched. A message or tool call that is in several sessions belongs to the first one."""
    messages, owned = Messages(), {}
    for session in sessions:
        for number, record in enumerate(session["records"]):
            if record["kind"] == "assistant":
                key = messages.add(record, fallback=(session["id"], number))
                if key is not None:
                    owned[id(record)] = key
    calls_seen = set()
    return [Enriched(session, messages, owned, calls_seen, cutoffs).data() for session in sessions]


if __name__ == "__main__":
    run(main)
