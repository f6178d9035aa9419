"""The sections on delegation, routes, active time and segments, and the definitions."""

from common.definitions import DEFINITIONS, NO_ROUTE, OUTCOMES
from common.statistics import rate as make_rate
from common.timestamps import day
from report.text import TOKEN_HEADS, chart, code, hours, number, paragraphs, rate, some, table, token_cells


def delegation(data, _):
    found = data["strategies"]["delegation"]
    types = [
        [code(row["type"]), number(row["delegations"]), rate(row["turns"]), rate(row["completed"])]
        for row in found["by_type"]
    ]
    ends = [
        [code(row["type"]), *(number(row["outcomes"][outcome]) for outcome in OUTCOMES)] for row in found["by_type"]
    ]
    ends += [["all", *(number(found["outcomes"][outcome]) for outcome in OUTCOMES)]] if ends else []
    costs = [
        [
            code(row["type"]),
            f"{number(row['cost']['known'])} of {number(row['delegations'])}",
            *token_cells(row["cost"]),
        ]
        for row in found["by_type"]
    ]
    none = "There is no delegation in these files."
    unprompted = found["turns"] - found["prompted_turns"]
    return paragraphs(
        f"{some(found['turns'], 'turn')} (begun without a prompt: {number(unprompted)}) and"
        f" {some(found['delegations'], 'delegation')} (started by sub-agents: {number(found['started_by_sub_agents'])};"
        f" outside of any turn: {number(found['outside_of_turns'])}).",
        table(["type", "delegations >", "turns with this type", "completed, of finished"], types, none),
        "Outcomes by type:",
        table(["type", *(f"{outcome} >" for outcome in OUTCOMES)], ends, none),
        "Costs by type, in tokens of the sub-agents' own messages. The sums include only delegations whose sub-agent"
        ' has lines in the files; the cost of the others is unknown. "+ 2 unknown" means that two messages do not give'
        " their usage, so the true sum is higher:",
        table(["type", "sub-agent in the files >", *TOKEN_HEADS], costs, none),
        f"Turns with a delegation in marathons: {rate(found['by_marathon']['marathons'])}; in other sessions:"
        f" {rate(found['by_marathon']['others'])}.",
    )


def routes(data, links):
    routing, found = data["routing"], data["strategies"]["delegation"]
    spans = {row["route"]: (row["first"], row["last"]) for row in routing["routes"]}
    rows = [
        [
            code(row["route"]),
            "yes" if row["route"] in routing["patterns"] else "no",
            rate(row["turns"]),
            " – ".join(dict.fromkeys(spans[row["route"]])) if spans[row["route"]][0] else "undated",
        ]
        for row in found["by_route"]
    ]
    periods = [
        [row["period"], rate(make_rate(row["delegating_turns"], row["turns"])), _commonest(row["routes"])]
        for row in routing["periods"]
    ]
    none = "There is no human turn in these files."
    return paragraphs(
        table(
            ["route", "pattern", "turns", f"first – last {routing['period_kind']}"],
            rows,
            none,
        ),
        f"By {routing['period_kind']}:",
        chart(links, "delegation-by-period", f"Turns with a delegation by {routing['period_kind']}"),
        table([routing["period_kind"], "turns with a delegation", "most frequent route"], periods, none),
    )


def _commonest(counted):
    used = sorted((-count, route) for route, count in counted.items() if route != NO_ROUTE)
    return f"{code(used[0][1])} ({number(-used[0][0])})" if used else "–"


def active_time(data, links):
    marathons = data["marathons"]
    rows = [
        [
            f"{row['idle_minutes']} min",
            f"{number(row['marathons'])} of {number(row['sessions'])}",
            hours(row["longest_ms"]),
            hours(row["total_ms"]),
            hours(row["machine_ms"]),
        ]
        for row in marathons["cutoffs"]
    ]
    longest = [
        [
            code(row["id"][:36]),
            code(row["project"]),
            day(row["start"]),
            hours(row["active_ms"]),
            hours(row["machine_ms"]),
            hours(row["idle_ms"]),
        ]
        for row in marathons["marathons"]
    ]
    cutoff = next(row for row in marathons["cutoffs"] if row["idle_minutes"] == marathons["idle_minutes"])
    none = (
        f"{number(cutoff['marathons'])} of {number(cutoff['sessions'])} sessions are marathons; the longest has"
        f" {hours(cutoff['longest_ms'])} of active time."
    )
    return paragraphs(
        chart(links, "active-time", "Sessions by active time"),
        table(
            [
                "cut-off >",
                f"sessions of {marathons['hours']:g} h or more >",
                "longest >",
                "total active time >",
                "total machine time >",
            ],
            rows,
            none,
        ),
        "Machine time is the time inside open tool calls. Active time does not include it.",
        f"The marathons at the cut-off of {marathons['idle_minutes']} minutes:" if longest else "",
        table(["session", "project", "began", "active >", "machine >", "idle >"], longest, none),
    )


def segments(data, _):
    rates = {row["segment"]: row for row in data["strategies"]["delegation"]["by_segment"]}
    rows = [
        [
            row["id"],
            code(row["project"]),
            f"{row['first']} – {row['last']}" if row["first"] else "undated",
            row["begins_with"],
            number(row["sessions"]),
            rate(rates[row["id"]]["delegating_turns"]),
        ]
        for row in data["segments"]
    ]
    tested = [block for block in data["blocks"] if block["tested"]]
    looked = [
        [
            code(block["project"]),
            f"{block['first']} – {block['last']}",
            number(block["weeks"]),
            _changes(block),
            f"{block['p']:.4f}",
        ]
        for block in tested
    ]
    short = len(data["blocks"]) - len(tested)
    return paragraphs(
        table(
            ["segment", "project", "dates", "begins with", "sessions >", "turns with a delegation"],
            rows,
            "There is no session in these files.",
        ),
        "Blocks of sessions that were tested for a change of the weekly delegation rate:",
        table(
            ["project", "dates", "weeks >", "result", "p of the best split >"],
            looked,
            "No block is long enough for the test.",
        ),
        f"{some(short, 'block')} of sessions {'is' if short == 1 else 'are'} too short for this test.",
    )


def _changes(block):
    if not block["changes"]:
        return "No change found"
    return "; ".join(
        f"{change['week']}: {rate(make_rate(**change['before']))} before, {rate(make_rate(**change['after']))} after"
        for change in block["changes"]
    )


def definitions(data, _):
    """The terms as the scripts use them, and the parameters of this report."""
    lines = [f"- **{word}**: {meaning}" for word, meaning in DEFINITIONS]
    parameters = data["parameters"]
    lines.append(
        f"- **This report's parameters**: cut-off {parameters['idle_minutes']} minutes, marathon from"
        f" {parameters['marathon_hours']:g} h."
    )
    return "\n".join(lines)
