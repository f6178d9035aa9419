"""Rates of tool errors, rejections, interruptions and failed delegations, counted separately."""

from common.definitions import FINISHED, MAIN, SUB_AGENT
from common.statistics import rate
from strategies.material import grouped, most_first

COUNTED = ("calls", "answered", "errors", "rejected", "interrupted")


def failures(material):
    """Rates of failed calls by side, tool, route and segment, and of failed delegations by type and segment."""
    calls = material.calls()
    turns = material.turns()
    delegations = material.delegations()
    by_tool = grouped(((row["tool"], row["side"]), row) for _, row, _ in calls)
    by_route = grouped((route, row) for _, row, route in calls)
    by_segment = grouped((material.segment_of(session), row) for session, row, _ in calls)
    return {
        "total": _calls([row for _, row, _ in calls]),
        "by_side": [
            {"side": side, **_calls([row for _, row, _ in calls if row["side"] == side])} for side in (MAIN, SUB_AGENT)
        ],
        "by_tool": _ordered(
            [{"tool": tool, "side": side, **_calls(rows)} for (tool, side), rows in by_tool.items()], "tool"
        ),
        "by_route": _ordered([{"route": route, **_sides(rows)} for route, rows in by_route.items()], "route"),
        "by_segment": [
            {"segment": segment["id"], **_sides(by_segment.get(segment["id"], []))} for segment in material.segments
        ],
        "interrupted_turns": rate(sum(turn["interrupted"] for _, turn in turns), len(turns)),
        "delegations": _failed([found for _, found in delegations]),
        "delegations_by_type": _ordered_delegations(grouped((found["type"], found) for _, found in delegations)),
        "delegations_by_segment": [
            {"segment": segment["id"], **_failed([found for session in sessions for found in session["delegations"]])}
            for segment, sessions in material.by_segment()
        ],
    }


def _calls(rows):
    """The counts of calls, and the rates of errors, rejections and interruptions among the answered ones."""
    counts = {name: sum(row[name] for row in rows) for name in COUNTED}
    return {
        "calls": counts["calls"],
        "unanswered": counts["calls"] - counts["answered"],
        "error_rate": rate(counts["errors"], counts["answered"]),
        "rejection_rate": rate(counts["rejected"], counts["answered"]),
        "interruption_rate": rate(counts["interrupted"], counts["answered"]),
    }


def _sides(rows):
    """All calls, and separate error rates of the main conversation and the sub-agents."""
    sides = {
        f"{name}_errors": _calls([row for row in rows if row["side"] == side])["error_rate"]
        for name, side in (("main", MAIN), ("sub_agent", SUB_AGENT))
    }
    return {**_calls(rows), **sides}


def _ordered(rows, name):
    return most_first(rows, lambda row: row["calls"], name)


def _failed(delegations):
    """Rates of failed, rejected and interrupted delegations among finished ones, and of sub-agents' tool errors."""
    finished = [found for found in delegations if found["outcome"] in FINISHED]
    return {
        "delegations": len(delegations),
        **{
            outcome: rate(sum(found["outcome"] == outcome for found in finished), len(finished))
            for outcome in FINISHED[1:]
        },
        "own_errors": rate(
            sum(found["own_errors"] for found in delegations), sum(found["own_calls"] for found in delegations)
        ),
    }


def _ordered_delegations(groups):
    rows = [{"type": kind, **_failed(found)} for kind, found in groups.items()]
    return most_first(rows, lambda row: row["delegations"], "type")
