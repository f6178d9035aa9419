"""Delegations: the tool call, its result, the sub-agent that it started, and the sub-agent's cost."""

from bisect import bisect_right

from common.definitions import SUB_AGENT
from common.usage import add_usage, empty_sum

OUTCOME_OF_RESULT = {"rejected": "rejected", "interrupted": "interrupted", "error": "failed"}
STOPPED = ("interrupted", "cancelled", "canceled", "killed", "stopped", "aborted")
FAILED = ("failed", "error", "errored", "timeout", "timed_out")


def outcome_of(use, result, stopped):
    """The outcome of a delegation. `stopped` says that the user interrupted its turn."""
    if result is None:
        return "interrupted" if stopped else "unanswered"
    if result["outcome"] in OUTCOME_OF_RESULT:
        return OUTCOME_OF_RESULT[result["outcome"]]
    status = result.get("status")
    if status == "background" or use.get("background") and status is None:
        return "background"
    if status in STOPPED:
        return "interrupted"
    return "failed" if status in FAILED else "completed"


class Links:
    """The sub-agents of a session, linked to the delegations that started them.

    The link is the agent id in the result, the tool call in progress lines, or else the prompt that both have.
    """

    def __init__(self, delegations, records):
        self._starts = {}
        prompts, callers = {}, {}
        for record in records:
            if "agent" in record:
                if "prompt" in record:
                    prompts.setdefault(record["prompt"], []).append((record["agent"], record.get("t", 0)))
                if "started_by" in record:
                    callers[record["started_by"]] = record["agent"]
        agents = {record["agent"] for record in records if "agent" in record}
        taken = set()
        for delegation in delegations:
            told = delegation["told"]
            agent = told if told in agents else callers.get(delegation["id"])
            if agent is None:
                agent = self._by_prompt(delegation, prompts, taken)
            if agent is not None:
                taken.add(agent)
                delegation["agent"] = agent
                self._starts.setdefault(agent, []).append((delegation["t"] or 0, delegation["id"]))
        for starts in self._starts.values():
            starts.sort()

    @staticmethod
    def _by_prompt(delegation, prompts, taken):
        held = sorted(set(prompts.get(delegation["prompt"], ())), key=lambda pair: (pair[1], pair[0]))
        return next((agent for agent, _ in held if agent not in taken), None)

    def delegation_of(self, record):
        """The id of the delegation that a sub-agent's record belongs to, or None.

        A resumed agent has several delegations; the record belongs to the last one that started before it.
        """
        starts = self._starts.get(record.get("agent"))
        if not starts:
            return None
        at = bisect_right(starts, (record.get("t", starts[0][0]), "\U0010ffff")) - 1
        return starts[max(at, 0)][1]


def add_cost(delegation, usage):
    """Add one message of the delegation's sub-agent to its cost."""
    if delegation["cost"] is None:
        delegation["cost"] = empty_sum()
    add_usage(delegation["cost"], usage)


def add_call(delegation, outcome):
    """Count one answered call of the delegation's sub-agent."""
    delegation["own_calls"] += 1
    delegation["own_errors"] += outcome == "error"


def new_delegation(use, record):
    """A delegation when it starts; its outcome and cost are not known yet."""
    return {
        "id": use["id"],
        "type": use["type"],
        "t": record.get("t"),
        "started_by": SUB_AGENT if "agent" in record else "main",
        "outcome": None,
        "turn": None,
        "agent": None,
        "cost": None,
        "own_calls": 0,
        "own_errors": 0,
        "told": None,
        "prompt": use.get("prompt"),
        "background": use.get("background"),
        "message": record["message"][0] if "message" in record else None,
    }
