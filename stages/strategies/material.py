"""The input of every strategy: the joined data of the earlier stages."""


class Material:
    """The sessions, and the routes, marathons and segments that the earlier stages found."""

    def __init__(self, enriched, routing, marathons, segmentation):
        self.sessions = enriched["sessions"]
        self.routing = routing
        self.marathons = marathons
        self.segments = segmentation["segments"]
        self._segment = {identity: segment["id"] for segment in self.segments for identity in segment["sessions"]}

    def segment_of(self, session):
        """The id of the segment that a session belongs to."""
        return self._segment[session["id"]]

    def by_segment(self):
        """(segment, its sessions) of all segments."""
        groups = grouped((self.segment_of(session), session) for session in self.sessions)
        return [(segment, groups[segment["id"]]) for segment in self.segments]

    def delegations(self):
        """(session, delegation) of all sessions."""
        return [(session, delegation) for session in self.sessions for delegation in session["delegations"]]

    def turns(self):
        """(session, turn) of all sessions."""
        return [(session, turn) for session in self.sessions for turn in session["turns"]]

    def calls(self):
        """(session, row of calls, route of its turn or None) of all sessions."""
        return [
            (session, row, None if row["turn"] is None else session["turns"][row["turn"]]["route"])
            for session in self.sessions
            for row in session["calls"]
        ]


def grouped(pairs):
    """{key: [values]} of (key, value) pairs, keys in order of first appearance."""
    groups = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def most_first(rows, count, name):
    """Rows ordered by count, then by name."""
    return sorted(rows, key=lambda row: (-count(row), str(row[name])))
