"""Sums of tokens: each API message counts once, four kinds are separate, and unknown is not zero."""

from common.definitions import TOKEN_KINDS, UNKNOWN_MODEL


class Messages:
    """The API messages of all sessions. Add their lines in order of time, because the last usage counts."""

    def __init__(self):
        self._entries = {}

    def add(self, record, fallback):
        """Add an assistant's line; returns the key of its message if this is the message's first line, else None.

        The key is (message.id, requestId). A line without an id is a message of its own, with the key `fallback`.
        """
        key = tuple(record.get("message", fallback))
        first = key not in self._entries
        entry = self._entries.setdefault(key, {"model": UNKNOWN_MODEL, "usage": None})
        if "model" in record:
            entry["model"] = record["model"]
        if "usage" in record:
            entry["usage"] = record["usage"]
        return key if first else None

    def entry(self, key):
        """{model, usage} of a message; usage is None if no line had any."""
        return self._entries[key]


def empty_sum():
    """A sum of no messages; for each kind, the known tokens, and the number of messages without a count."""
    return {"messages": 0, **{kind: {"tokens": 0, "unknown": 0} for kind in TOKEN_KINDS}}


def add_usage(total, usage):
    """Add one message's usage, or None if it is unknown."""
    total["messages"] += 1
    for kind in TOKEN_KINDS:
        value = (usage or {}).get(kind)
        if value is None:
            total[kind]["unknown"] += 1
        else:
            total[kind]["tokens"] += value


def add_sum(total, other):
    """Add one sum to another."""
    total["messages"] += other["messages"]
    for kind in TOKEN_KINDS:
        total[kind]["tokens"] += other[kind]["tokens"]
        total[kind]["unknown"] += other[kind]["unknown"]
