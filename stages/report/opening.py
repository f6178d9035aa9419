"""The first sections: the data behind the report, and the findings as sentences."""

from common.definitions import NO_ROUTE, OUTCOMES, RATE_MINIMUM
from common.statistics import rate as make_rate
from common.timestamps import day
from report.text import code, hours, number, rate, some, table


def made_from(data):
    """Files, sessions, dates, and the lines and files that could not be read."""
    made = data["made_from"]
    dates = (
        "No line has a usable time."
        if made["first"] is None
        else f"They run from {day(made['first'])} to {day(made['last'])} (UTC)."
    )
    lines = []
    if made["synthetic"]:
        lines += [
            (
                "**This is a synthetic sample**: a seeded program made every session in it. It shows what the report"
                " looks like. It says nothing about real work."
            ),
            "",
        ]
    lines += [
        (
            f"Made from {some(made['files'], 'file')} with {some(made['lines'], 'line')}:"
            f" {some(made['sessions'], 'session')}. {dates}"
        ),
        "",
        f"- Copies of other lines (the same `uuid`), left out: {number(made['copies'])}.",
    ]
    if made["sessions_named_by_file"]:
        lines.append(
            f"- {some(made['sessions_named_by_file'], 'session')} without any `sessionId`, named after the file."
        )
    if made["undated_sessions"]:
        lines.append(
            f"- {some(made['undated_sessions'], 'session')} without any usable time: part of no period, and never"
            " counted as a marathon."
        )
    if made["faults"]:
        lines.append(
            f"- Broken: {some(made['broken_lines'], 'line')} and {some(made['broken_files'], 'file')}, listed below."
        )
    else:
        lines.append("- No line is broken, and every file could be read.")
    foreign = sum(made["foreign"].values())
    if foreign:
        kinds = ", ".join(f"{code(name)} ({number(count)})" for name, count in list(made["foreign"].items())[:12])
        lines.append(
            f"- Foreign: {some(foreign, 'JSON object')} of an unknown type, left out: {kinds}"
            + (", …" if len(made["foreign"]) > 12 else "")
            + "."
        )
    if made["faults"]:
        lines += [
            "",
            table(
                ["kind of fault", "number >"], [[kind, number(count)] for kind, count in made["faults"].items()], ""
            ),
        ]
    lines += [
        "",
        (
            f"Rates are shown as k of n: percent (95 % Wilson interval). If n is below {RATE_MINIMUM}, only the counts"
            f" are shown: k of n (n < {RATE_MINIMUM})."
        ),
    ]
    return "\n".join(lines)


def summary(data):
    """The findings, one sentence each."""
    found, spent, failed = (data["strategies"][name] for name in ("delegation", "tokens", "failures"))
    return "\n".join(
        f"- {sentence}"
        for sentence in (
            _delegation_sentence(found),
            _routes_sentence(data["routing"]),
            _marathon_sentence(data["marathons"]),
            _segments_sentence(data),
            _tokens_sentence(spent),
            _failures_sentence(failed),
        )
    )


def _delegation_sentence(found):
    if not found["turns"]:
        return "There is no human turn in these files, so there is no delegation rate."
    outcomes = ", ".join(
        f"{number(found['outcomes'][outcome])} {_outcome_words(outcome)}"
        for outcome in OUTCOMES
        if found["outcomes"][outcome]
    )
    sentence = f"{some(found['turns'], 'human turn')}; with a delegation: {rate(found['delegating_turns'])}."
    return f"{sentence} {some(found['delegations'], 'delegation')}" + (f": {outcomes}." if outcomes else ".")


def _outcome_words(outcome):
    return {"rejected": "rejected by the user", "background": "launched in the background"}.get(outcome, outcome)


def _routes_sentence(routing):
    used = [row for row in routing["routes"] if row["route"] != NO_ROUTE]
    if not routing["patterns"]:
        return f"No route occurs more than once ({some(len(used), 'route')} in total)."
    first = used[0]
    return (
        f"{some(len(routing['patterns']), 'routing pattern')} among {some(len(used), 'route')}; the most frequent is"
        f" {code(first['route'])} ({number(first['turns'])} of {number(routing['turns'])} turns)."
    )


def _marathon_sentence(marathons):
    row = next(row for row in marathons["cutoffs"] if row["idle_minutes"] == marathons["idle_minutes"])
    if not row["sessions"]:
        return "No session has a usable time, so no session counts as a marathon."
    return (
        f"Marathons ({marathons['hours']:g} h of active time or more): {number(row['marathons'])} of"
        f" {number(row['sessions'])}; the longest session has {hours(row['longest_ms'])}."
    )


def _segments_sentence(data):
    tested = [block for block in data["blocks"] if block["tested"]]
    changes = [(block, change) for block in tested for change in block["changes"]]
    if not tested:
        return (
            f"{some(len(data['segments']), 'segment')}; no block of sessions is long enough to test for a change"
            " of the delegation rate."
        )
    if not changes:
        return (
            f"{some(len(data['segments']), 'segment')}; no change of the delegation rate found in"
            f" {some(len(tested), 'tested block')}."
        )
    told = "; ".join(
        f"{code(block['project'])} in {change['week']}, from {rate(make_rate(**change['before']))}"
        f" to {rate(make_rate(**change['after']))}"
        for block, change in changes
    )
    return f"{some(len(data['segments']), 'segment')}; the delegation rate changed: {told}."


def _tokens_sentence(spent):
    total, delegated = spent["total"], next(row for row in spent["by_side"] if row["side"] == "sub-agent")
    if not total["messages"]:
        return "There is no message of a model in these files."
    known = total["messages"] - total["output"]["unknown"]
    if not known:
        return f"{some(total['messages'], 'message')} of models, none with usage, so their cost is unknown."
    unknown = f" (unknown for {some(total['output']['unknown'], 'message')})" if total["output"]["unknown"] else ""
    return (
        f"{some(total['messages'], 'message')} of models wrote {number(total['output']['tokens'])} output"
        f" tokens{unknown}, {number(delegated['output']['tokens'])} of them in sub-agents."
    )


def _failures_sentence(failed):
    total = failed["total"]
    return (
        f"{some(total['calls'], 'tool call')}; errors {rate(total['error_rate'])}, rejected by the user"
        f" {rate(total['rejection_rate'])}. Failed delegations, of the finished ones:"
        f" {rate(failed['delegations']['failed'])}."
    )
