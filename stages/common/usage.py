"""Tokens: each API message once, four kinds kept apart, unknown never taken for zero."""

from common.definitions import TOKEN_KINDS, UNKNOWN_MODEL


class Messages:
    """The API messages of all sessions. Their lines must be added in the order of time: the last one with usage wins."""

    def __init__(self):
        self._entries = {}

    def add(self, record, fallback):
        """Take one assistant's line; returns its message's key if the line is the message's first.

        The key is (message.id, requestId); a line without an id is a message of its own, keyed by `fallback`.
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
        """{model, usage} of a message, usage None where no line had one."""
        return self._entries[key]


def empty_sum():
    """No messages yet: per kind the tokens known, and how many messages did not say."""
    return {"messages": 0, **{kind: {"tokens": 0, "unknown": 0} for kind in TOKEN_KINDS}}


def add_usage(total, usage):
    """Add one message's usage, which may be None."""
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
