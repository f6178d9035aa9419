"""Derive a session's turns, tool calls, delegations, tokens and active time from its records."""

from common.activity import activity
from common.definitions import DELEGATION_TOOLS, MAIN, SUB_AGENT
from common.delegations import Links, add_call, add_cost, new_delegation, outcome_of
from common.routes import route_of
from common.usage import add_usage, empty_sum


class Enriched:
    """Builds the entry of one session in enriched_sessions_data.json.

    `messages` has the API messages of all sessions. `owned` has the keys of the messages that count, by record.
    `calls_seen` has the ids of the tool calls that earlier sessions have counted.
    """

    def __init__(self, session, messages, owned, calls_seen, cutoffs):
        self.session, self.messages, self.owned, self.calls_seen = session, messages, owned, calls_seen
        self.records = session["records"]
        self.turns, self.delegations, self.uses, self.results = [], [], {}, {}
        self._read_turns()
        self._join()
        self.active = activity(
            [record["t"] for record in self.records if "t" in record],
            [
                (use["t"], self.results[identity]["t"])
                for identity, use in self.uses.items()
                if use["t"] is not None and self.results.get(identity, {}).get("t") is not None
            ],
            cutoffs,
        )

    def _read_turns(self):
        """Split the session into human turns, and collect tool calls and results, each id once."""
        for record in self.records:
            main = "agent" not in record
            if main and record["kind"] == "prompt":
                self._begin_turn(record, prompted=True)
            elif main and record["kind"] == "assistant" and not self.turns:
                self._begin_turn(record, prompted=False)
            if main and record.get("interrupted") and self.turns:
                self.turns[-1]["interrupted"] = True
            record["turn"] = len(self.turns) - 1 if self.turns else None
            for use in record.get("uses", ()):
                self._take_use(use, record)
            for result in record.get("results", ()):
                self.results.setdefault(result["id"], {**result, "t": record.get("t")})

    def _begin_turn(self, record, prompted):
        self.turns.append(
            {"t": record.get("t"), "prompted": prompted, "route": None, "interrupted": False, "calls": []}
        )

    def _take_use(self, use, record):
        if use["id"] in self.uses or use["id"] in self.calls_seen:
            return
        self.calls_seen.add(use["id"])
        self.uses[use["id"]] = {"name": use["name"], "t": record.get("t"), "record": record}
        if use["name"] in DELEGATION_TOOLS:
            self.delegations.append({**new_delegation(use, record), "turn": record["turn"]})

    def _join(self):
        """Join results and sub-agents to their delegations, and calls to their turns."""
        for delegation in self.delegations:
            result = self.results.get(delegation["id"])
            delegation["told"] = result.get("agent") if result else None
            stopped = delegation["turn"] is not None and self.turns[delegation["turn"]]["interrupted"]
            delegation["outcome"] = outcome_of(delegation, result, stopped)
        links = Links(self.delegations, self.records)
        by_id = {delegation["id"]: delegation for delegation in self.delegations}
        for record in self.records:
            delegation = by_id.get(links.delegation_of(record))
            if delegation:
                # The lines of a background sub-agent belong to the turn that started it.
                record["turn"], record["delegation"] = delegation["turn"], delegation
        self._count_calls()
        for number, turn in enumerate(self.turns):
            turn["route"] = route_of(
                [
                    (delegation["message"], delegation["type"])
                    for delegation in self.delegations
                    if delegation["turn"] == number and delegation["started_by"] == MAIN
                ]
            )

    def _count_calls(self):
        rows = {}
        for identity, use in self.uses.items():
            record, result = use["record"], self.results.get(identity)
            row = rows.setdefault((_number(record["turn"]), use["name"], _side(record)), [0, 0, 0, 0, 0])
            outcome = result["outcome"] if result else None
            row[0] += 1
            row[1] += result is not None
            row[2] += outcome == "error"
            row[3] += outcome == "rejected"
            row[4] += outcome == "interrupted"
            if "delegation" in record and result:
                add_call(record["delegation"], outcome)
        self.rows = [
            {
                "turn": None if turn < 0 else turn,
                "tool": tool,
                "side": side,
                "calls": row[0],
                "answered": row[1],
                "errors": row[2],
                "rejected": row[3],
                "interrupted": row[4],
            }
            for (turn, tool, side), row in sorted(rows.items())
        ]

    def tokens(self):
        """The tokens by model and side; also fills in the costs of the delegations."""
        sums = {}
        for record in self.records:
            key = self.owned.get(id(record))
            if key is None:
                continue
            entry = self.messages.entry(key)
            side = _side(record)
            add_usage(sums.setdefault((entry["model"], side), empty_sum()), entry["usage"])
            if "delegation" in record:
                add_cost(record["delegation"], entry["usage"])
        return [{"model": model, "side": side, **total} for (model, side), total in sorted(sums.items())]

    def data(self):
        """The session as the data file has it."""
        tokens = self.tokens()
        turns = [{key: turn[key] for key in ("t", "prompted", "route", "interrupted")} for turn in self.turns]
        kept = ("id", "type", "t", "turn", "started_by", "outcome", "agent", "cost", "own_calls", "own_errors")
        session = {
            key: self.session[key] for key in ("id", "project", "start", "end", "branches", "folders", "versions")
        }
        return {
            **session,
            "files": len(self.session["files"]),
            "lines": sum(self.session["types"].values()),
            "agents": len({record["agent"] for record in self.records if "agent" in record}),
            "activity": self.active,
            "turns": turns,
            "calls": self.rows,
            "tokens": tokens,
            "delegations": [{key: delegation[key] for key in kept} for delegation in self.delegations],
        }


def _side(record):
    return SUB_AGENT if "agent" in record else MAIN


def _number(turn):
    return -1 if turn is None else turn
