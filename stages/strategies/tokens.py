"""Sums of tokens of four kinds, by model, by side (main conversation or sub-agents), and by segment."""

from common.definitions import MAIN, SUB_AGENT
from common.usage import add_sum, empty_sum
from strategies.material import most_first


def tokens(material):
    """Sums of tokens; for each kind, also the number of messages without a count."""
    by_side = {MAIN: empty_sum(), SUB_AGENT: empty_sum()}
    by_model, by_segment, total = {}, {}, empty_sum()
    for session in material.sessions:
        for row in session["tokens"]:
            segment = by_segment.setdefault(material.segment_of(session), {MAIN: empty_sum(), SUB_AGENT: empty_sum()})
            model = by_model.setdefault((row["model"], row["side"]), empty_sum())
            for target in (total, by_side[row["side"]], segment[row["side"]], model):
                add_sum(target, row)
    models = [{"model": model, "side": side, **found} for (model, side), found in sorted(by_model.items())]
    return {
        "total": total,
        "by_side": [{"side": side, **found} for side, found in by_side.items()],
        "by_model": most_first(models, lambda row: row["messages"], "model"),
        "by_segment": [
            {"segment": segment["id"], "side": side, **found}
            for segment in material.segments
            for side, found in by_segment.get(segment["id"], {}).items()
            if found["messages"]
        ],
        "delegated": _delegated(material),
    }


def _delegated(material):
    """The numbers of the sub-agents' messages that belong to a delegation in the files, and of the others."""
    linked = empty_sum()
    for _, found in material.delegations():
        if found["cost"] is not None:
            add_sum(linked, found["cost"])
    everything = sum(
        row["messages"] for session in material.sessions for row in session["tokens"] if row["side"] == SUB_AGENT
    )
    return {"messages_of_delegations": linked["messages"], "messages_of_others": everything - linked["messages"]}
