"""The numbers that the report must find in the sample, counted while the generator writes it."""

from collections import Counter

from common.definitions import TOKEN_KINDS


class Truth:
    """Counts of all written lines. They do not come from reading the files."""

    def __init__(self):
        self.sessions = self.turns = self.prompted_turns = self.interrupted_turns = 0
        self.copies = 0
        self.routes, self.faults, self.foreign = Counter(), Counter(), Counter()
        self.outcomes, self.calls = {}, {}
        self.tokens = {side: _no_tokens() for side in ("main", "sub-agent")}
        self.costs = {}
        self.active_ms, self.machine_ms = Counter(), Counter()
        self.marathons = Counter()
        self.marathon_sessions = []
        self.planted = {}

    def turn(self, route, prompted=True):
        self.turns += 1
        self.prompted_turns += prompted
        self.routes[route] += 1

    def call(self, tool, side, outcome):
        """Count a tool call; its outcome is ok, error, rejected, interrupted or unanswered."""
        row = self.calls.setdefault(
            f"{tool} ({side})", Counter(calls=0, answered=0, error=0, rejected=0, interrupted=0)
        )
        row["calls"] += 1
        row["answered"] += outcome != "unanswered"
        if outcome not in ("ok", "unanswered"):
            row[outcome] += 1

    def delegation(self, kind, outcome):
        self.outcomes.setdefault(kind, Counter())[outcome] += 1

    def message(self, side, usage, delegated_to=None):
        """Count an API message with its final usage, a dict by kind in which a missing kind is unknown."""
        sums = [self.tokens[side]]
        if delegated_to:
            sums.append(self.costs.setdefault(delegated_to, _no_tokens()))
        for total in sums:
            total["messages"] += 1
            for kind in TOKEN_KINDS:
                if kind in usage:
                    total[kind] += usage[kind]
                else:
                    total["unknown " + kind] += 1

    def session(self, identity, active, machine):
        """Count a finished session with its active and machine time by cut-off."""
        self.sessions += 1
        self.active_ms.update(active)
        self.machine_ms.update(machine)
        for cutoff, time in active.items():
            self.marathons[cutoff] += time >= 2 * 3_600_000
            if cutoff == 30 and time >= 2 * 3_600_000:
                self.marathon_sessions.append(identity)

    def data(self, files):
        """The truth as the file in the repository has it."""
        return {
            "files": files,
            "sessions": self.sessions,
            "copies": self.copies,
            "faults": _plain(self.faults),
            "foreign": _plain(self.foreign),
            "turns": self.turns,
            "prompted_turns": self.prompted_turns,
            "interrupted_turns": self.interrupted_turns,
            "routes": _plain(self.routes),
            "outcomes": {kind: _plain(counts) for kind, counts in sorted(self.outcomes.items())},
            "costs": {kind: _plain(counts) for kind, counts in sorted(self.costs.items())},
            "calls": {name: _plain(counts) for name, counts in sorted(self.calls.items())},
            "tokens": {side: _plain(counts) for side, counts in self.tokens.items()},
            "active_ms": {str(cutoff): time for cutoff, time in sorted(self.active_ms.items())},
            "machine_ms": {str(cutoff): time for cutoff, time in sorted(self.machine_ms.items())},
            "marathons": {str(cutoff): count for cutoff, count in sorted(self.marathons.items())},
            "marathon_sessions": self.marathon_sessions,
            **self.planted,
        }


def _no_tokens():
    counts = Counter(messages=0)
    for kind in TOKEN_KINDS:
        counts[kind] = counts["unknown " + kind] = 0
    return counts


def _plain(counts):
    return dict(sorted(counts.items()))
