"""Build sessions from the records of many files: drop copies, join sub-agents, and sort lines by time."""

import re
from collections import Counter

from common.definitions import UNKNOWN_PROJECT
from common.reading import place_of

REAL_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
KEPT = ("t", "kind", "agent", "message", "model", "usage", "uses", "results", "prompt", "started_by", "interrupted")


def assemble(files):
    """The sessions of `files`, which yields (relative path, records), and the number of copies that were dropped.

    Sessions are in the order of their first line. A session needs at least one line of a user or a model.
    """
    named, nameless, copies = {}, [], 0
    for number, (path, records) in enumerate(files):
        copies += _sort_by_session(number, path, records, named, nameless)
    for number, path, place, records in nameless:
        copies += _add(named, place.split("/")[-1] if place.split("/")[-1] in named else place, path, records, "file")
    copies += _drop_copies_between(named)
    sessions = [_session(identity, group) for identity, group in named.items()]
    sessions = [session for session in sessions if session]
    sessions.sort(key=lambda session: (session["start"] is None, session["start"] or 0, session["id"]))
    return sessions, copies


def _sort_by_session(number, path, records, named, nameless):
    """Add each record to a session: its own, else that of the line before, else the first one in the file."""
    place, agent = place_of(path)
    identity = next((record["session"] for record in records if "session" in record), None)
    time, groups = None, {}
    for line, record in enumerate(records):
        if agent and not record.get("embedded"):
            record.setdefault("agent", agent)
            record["side"] = True
        time = record.get("t", time)
        # A line without a time stays behind the previous line.
        record["order"] = (time or 0, number, line)
        identity = record.get("session", identity)
        groups.setdefault(identity, []).append(record)
    copies = 0
    for identity, group in groups.items():
        if identity is None:
            nameless.append((number, path, place, group))
        else:
            # Copied workflow files name their parent as `<session>#agent-<id>`.
            copies += _add(named, identity.split("#agent-")[0] or identity, path, group, "sessionId")
    return copies


def _add(named, identity, path, records, named_by):
    """Add records to a session, each `uuid` once; returns the number of copies."""
    group = named.setdefault(identity, {"records": [], "uuids": set(), "files": [], "named_by": named_by})
    group["files"].append(path)
    before = len(group["records"])
    for record in records:
        uuid = record.get("uuid")
        # A message in a progress line can have the uuid of the sub-agent's own line. `_session` drops one later.
        key = (uuid, record.get("embedded"))
        if uuid is None or key not in group["uuids"]:
            group["uuids"].add(key)
            group["records"].append(record)
    return before + len(records) - len(group["records"])


def _drop_copies_between(named):
    """Drop the lines that a resumed session repeats; they stay in the session that ended first.

    Only real UUIDs are unique across sessions; `u1` in a handwritten file is not. A copy must also have the same
    contents, because files made from one template share ids.
    """
    ends = {
        identity: max((record["t"] for record in group["records"] if "t" in record), default=0)
        for identity, group in named.items()
    }
    owner, copies = {}, 0
    for identity in sorted(named, key=lambda identity: (ends[identity], identity)):
        own = []
        for record in named[identity]["records"]:
            uuid = record.get("uuid")
            key = _same_line(record)
            if uuid and REAL_UUID.fullmatch(uuid) and owner.setdefault(key, identity) != identity:
                copies += 1
            else:
                own.append(record)
        named[identity]["records"] = own
    return copies


def _same_line(record):
    """A key that a line shares with its copies in other sessions."""
    return (
        record.get("uuid"),
        record.get("t"),
        record["kind"],
        record.get("embedded"),
        record.get("prompt"),
        tuple(record.get("message", ())),
        tuple(use["id"] for use in record.get("uses", ())),
        tuple(result["id"] for result in record.get("results", ())),
    )


def _session(identity, group):
    """A session as the data file has it, or None without a line of a user or a model."""
    records = sorted(group["records"], key=lambda record: record["order"])
    if not any(record["type"] in ("user", "assistant") for record in records):
        return None
    _name_inline_agents(records)
    own = {record["agent"] for record in records if "agent" in record and not record.get("embedded")}
    records = [record for record in records if not (record.get("embedded") and record["agent"] in own)]
    times = [record["t"] for record in records if "t" in record]
    main = [record for record in records if "agent" not in record] or records
    return {
        "id": identity,
        "named_by": group["named_by"],
        "project": next((record["cwd"] for record in main if "cwd" in record), UNKNOWN_PROJECT),
        "start": min(times, default=None),
        "end": max(times, default=None),
        "files": group["files"],
        "branches": len({record["branch"] for record in records if "branch" in record}),
        "folders": len({record["cwd"] for record in records if "cwd" in record}),
        "versions": sorted({record["version"] for record in records if "version" in record}),
        "synthetic": {record["user_type"] for record in records if "user_type" in record} == {"synthetic"},
        "types": dict(sorted(Counter(record["type"] for record in records if not record.get("embedded")).items())),
        "records": [_kept(record) for record in records],
    }


def _kept(record):
    """The facts of a record that the data file has; these do not include digests of people's prompts."""
    return {key: record[key] for key in KEPT if key in record and (key != "prompt" or "agent" in record)}


def _name_inline_agents(records):
    """Give ids to sub-agents inside the session's file (before 2.0); all lines of one chain are one agent."""
    by_uuid = {record["uuid"]: record for record in records if "uuid" in record}
    roots = {}
    for record in records:
        if not record.get("side") or "agent" in record:
            continue
        chain, at = set(), record
        while True:
            chain.add(id(at))
            parent = by_uuid.get(at.get("parent"))
            known = roots.get(id(parent))
            if known or parent is None or not parent.get("side") or "agent" in parent or id(parent) in chain:
                break
            at = parent
        root = known or f"inline-{at.get('uuid', record['order'][2])}"
        roots.update((link, root) for link in chain)
    for record in records:
        if id(record) in roots:
            record["agent"] = roots[id(record)]
