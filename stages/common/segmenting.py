"""Segments: parts of a project's timeline in which the delegation rate is steady enough to pool sessions."""

from common.definitions import BLOCK_WEEKS, CHANGE_P, DAY_MS, NO_ROUTE, SEGMENT_GAP_DAYS, SIDE_WEEKS, UNDATED
from common.statistics import change_point
from common.timestamps import day, week, week_index, week_start


def segments_of(project, sessions):
    """The segments and the blocks of one project. Its sessions must be dated, and in order of start."""
    segments, blocks = [], []
    for block, reason in split_at_gaps(sessions):
        weeks = weekly(block)
        span = week_index(block[-1]["start"]) - week_index(block[0]["start"]) + 1
        tested = span >= BLOCK_WEEKS and len(weeks) >= 2 * SIDE_WEEKS
        changes, best_p = change_points(weeks) if tested else ([], None)
        blocks.append(
            {
                "project": project,
                "first": day(block[0]["start"]),
                "last": day(max(session["end"] for session in block)),
                "weeks": span,
                "weeks_with_turns": len(weeks),
                "tested": tested,
                "p": best_p,
                "changes": changes,
            }
        )
        segments.extend(_cut(project, block, reason, changes))
    return segments, blocks


def split_at_gaps(sessions):
    """(sessions, reason of the split) for each block; 14 days without a session begin a new block."""
    blocks, end = [], None
    for session in sessions:
        if end is None or session["start"] - end >= SEGMENT_GAP_DAYS * DAY_MS:
            reason = "first session" if end is None else f"{(session['start'] - end) // DAY_MS} days without a session"
            blocks.append(([], reason))
        blocks[-1][0].append(session)
        end = max(end or 0, session["end"])
    return blocks


def weekly(sessions):
    """(week, delegating turns, turns) of each week that has turns."""
    weeks = {}
    for session in sessions:
        row = weeks.setdefault(week_index(session["start"]), [0, 0])
        row[0] += delegating(session)
        row[1] += len(session["turns"])
    return [(index, k, n) for index, (k, n) in sorted(weeks.items()) if n]


def delegating(session):
    return sum(turn["route"] != NO_ROUTE for turn in session["turns"])


def change_points(weeks):
    """All change points in order of time, found by repeated splitting, and the p of the first split."""
    found, waiting, first_p = [], [(0, len(weeks))], None
    while waiting:
        low, high = waiting.pop()
        if high - low < 2 * SIDE_WEEKS:
            continue
        where, p = change_point([(k, n) for _, k, n in weeks[low:high]])
        first_p = p if first_p is None else first_p
        if where is not None and p < CHANGE_P:
            middle = low + where
            found.append(
                {
                    "week": week(week_start(weeks[middle][0])),
                    "start": week_start(weeks[middle][0]),
                    "p": round(p, 6),
                    "before": _pooled(weeks[low:middle]),
                    "after": _pooled(weeks[middle:high]),
                }
            )
            waiting += [(low, middle), (middle, high)]
    return sorted(found, key=lambda change: change["start"]), first_p


def _pooled(weeks):
    return {"k": sum(k for _, k, _ in weeks), "n": sum(n for _, _, n in weeks)}


def _cut(project, block, reason, changes):
    """The segments of a block, which is split on the Monday of each change."""
    starts = [change["start"] for change in changes]
    parts = [[] for _ in range(len(starts) + 1)]
    for session in block:
        parts[sum(start <= session["start"] for start in starts)].append(session)
    reasons = [reason] + [f"change of the delegation rate in {change['week']}" for change in changes]
    return [segment(project, part, why) for part, why in zip(parts, reasons)]


def segment(project, sessions, reason):
    """A segment as the data file has it; its dates are None if its sessions are undated."""
    dated = reason != UNDATED
    return {
        "project": project,
        "begins_with": reason,
        "first": day(sessions[0]["start"]) if dated else None,
        "last": day(max(session["end"] for session in sessions)) if dated else None,
        "sessions": [session["id"] for session in sessions],
        "turns": sum(len(session["turns"]) for session in sessions),
        "delegating_turns": sum(map(delegating, sessions)),
    }
