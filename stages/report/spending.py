"""The sections on tokens and on failures."""

from common.definitions import RATE_MINIMUM
from report.text import TOKEN_HEADS, chart, code, number, paragraphs, rate, table, token_cells


def tokens(data, links):
    found = data["strategies"]["tokens"]
    sides = [[row["side"], number(row["messages"]), *token_cells(row)] for row in found["by_side"]]
    sides.append(["all", number(found["total"]["messages"]), *token_cells(found["total"])])
    models = [
        [code(row["model"]), row["side"], number(row["messages"]), *token_cells(row)] for row in found["by_model"]
    ]
    by_segment = [
        [row["segment"], row["side"], number(row["messages"]), *token_cells(row)] for row in found["by_segment"]
    ]
    none, delegated = "There is no message of a model in these files.", found["delegated"]
    return paragraphs(
        'Each API message counts once. "unknown" counts the messages that do not give their usage, so the true sum is'
        " higher.",
        chart(links, "tokens-by-kind", "Tokens by kind"),
        table(["where", "messages >", *TOKEN_HEADS], sides, none),
        f"Of the sub-agents' messages, {number(delegated['messages_of_delegations'])} belong to a delegation in the"
        f" files, and {number(delegated['messages_of_others'])} do not (the program also starts agents by itself).",
        "By model:",
        table(["model", "where", "messages >", *TOKEN_HEADS], models, none),
        "By segment:",
        table(["segment", "where", "messages >", *TOKEN_HEADS], by_segment, none),
    )


def failures(data, links):
    found = data["strategies"]["failures"]
    heads = ["calls >", "unanswered >", "errors, of answered", "rejected", "interrupted"]
    none = "There is no tool call in these files."
    tools = [[code(row["tool"]), row["side"], *_call_cells(row)] for row in found["by_tool"]]
    sides = [[row["side"], *_call_cells(row)] for row in found["by_side"]]
    by_route = [
        [code(row["route"]) if row["route"] else "outside of any turn", *_side_cells(row)] for row in found["by_route"]
    ]
    by_segment = [[row["segment"], *_side_cells(row)] for row in found["by_segment"] if row["calls"]]
    types = [[code(row["type"]), *_delegation_cells(row)] for row in found["delegations_by_type"]]
    types += [["all", *_delegation_cells(found["delegations"])]] if types else []
    crossed = [
        [row["segment"], *_delegation_cells(row)] for row in found["delegations_by_segment"] if row["delegations"]
    ]
    delegation_heads = ["failed, of finished", "rejected", "interrupted", "the sub-agents' own tool errors"]
    side_heads = ["calls >", "errors of the main conversation", "errors of sub-agents", "rejected", "interrupted"]
    return paragraphs(
        f"Turns that the user interrupted: {rate(found['interrupted_turns'])}.",
        table(["where", *heads], sides, none),
        f"By tool (the chart leaves out tools with fewer than {RATE_MINIMUM} answered calls):",
        chart(links, "tool-errors", "Tool errors by tool"),
        table(["tool", "where", *heads], tools, none),
        "By route:",
        table(["route", *side_heads], by_route, none),
        "By segment:",
        table(["segment", *side_heads], by_segment, none),
        "Delegations that did not complete, by type. The last column shows the tool errors inside their sub-agents;"
        " such an error does not always make the delegation fail:",
        table(["type", *delegation_heads], types, "There is no delegation in these files."),
        "The same by segment:",
        table(["segment", *delegation_heads], crossed, "There is no delegation in these files."),
    )


def _call_cells(row):
    return [
        number(row["calls"]),
        number(row["unanswered"]),
        rate(row["error_rate"]),
        rate(row["rejection_rate"]),
        rate(row["interruption_rate"]),
    ]


def _side_cells(row):
    return [
        number(row["calls"]),
        rate(row["main_errors"]),
        rate(row["sub_agent_errors"]),
        rate(row["rejection_rate"]),
        rate(row["interruption_rate"]),
    ]


def _delegation_cells(row):
    return [rate(row["failed"]), rate(row["rejected"]), rate(row["interrupted"]), rate(row["own_errors"])]
