"""Rates, outcomes and costs of delegations."""

from common.definitions import FINISHED, NO_ROUTE, OUTCOMES
from common.statistics import rate
from common.usage import add_sum, empty_sum
from strategies.material import grouped, most_first


def delegation(material):
    """Delegation rates by type, route, segment and kind of session; outcomes and costs by type."""
    turns, delegations = material.turns(), material.delegations()
    routes = grouped((turn["route"], session) for session, turn in turns)
    return {
        "turns": len(turns),
        "prompted_turns": sum(turn["prompted"] for _, turn in turns),
        "delegations": len(delegations),
        "started_by_sub_agents": sum(found["started_by"] != "main" for _, found in delegations),
        "outside_of_turns": sum(found["turn"] is None for _, found in delegations),
        "delegating_turns": _delegating(turns),
        "outcomes": _outcomes([found for _, found in delegations]),
        "by_type": _by_type(delegations, len(turns)),
        "by_route": most_first(
            [{"route": route, "turns": rate(len(found), len(turns))} for route, found in routes.items()],
            lambda row: row["turns"]["k"],
            "route",
        ),
        "by_segment": [_segment_row(segment["id"], sessions) for segment, sessions in material.by_segment()],
        "by_marathon": _by_marathon(material),
        "cost": _cost([found for _, found in delegations]),
    }


def _delegating(turns):
    return rate(sum(turn["route"] != NO_ROUTE for _, turn in turns), len(turns))


def _outcomes(delegations):
    return {outcome: sum(found["outcome"] == outcome for found in delegations) for outcome in OUTCOMES}


def _by_type(delegations, turns):
    rows = []
    for kind, found in grouped((found["type"], (session, found)) for session, found in delegations).items():
        outcomes = _outcomes([one for _, one in found])
        used_in = {(session["id"], one["turn"]) for session, one in found if one["turn"] is not None}
        rows.append(
            {
                "type": kind,
                "delegations": len(found),
                "turns": rate(len(used_in), turns),
                "outcomes": outcomes,
                "completed": rate(outcomes["completed"], sum(outcomes[outcome] for outcome in FINISHED)),
                "cost": _cost([one for _, one in found]),
            }
        )
    return most_first(rows, lambda row: row["delegations"], "type")


def _cost(delegations):
    """The sum of the known costs, and the numbers of delegations with a known and an unknown cost."""
    total, known = empty_sum(), 0
    for found in delegations:
        if found["cost"] is not None:
            known += 1
            add_sum(total, found["cost"])
    return {"known": known, "unknown": len(delegations) - known, **total}


def _segment_row(name, sessions):
    return {
        "segment": name,
        "sessions": len(sessions),
        "delegations": sum(len(session["delegations"]) for session in sessions),
        "delegating_turns": _delegating([(session, turn) for session in sessions for turn in session["turns"]]),
    }


def _by_marathon(material):
    marathon = {row["id"] for row in material.marathons["sessions"] if row["marathon"]}
    parts = {True: [], False: []}
    for session, turn in material.turns():
        parts[session["id"] in marathon].append((session, turn))
    return {"marathons": _delegating(parts[True]), "others": _delegating(parts[False])}
