"""Active time: the gaps between lines, without long gaps and without gaps inside an open tool call."""

from common.definitions import MINUTE_MS


def activity(times, calls, cutoffs):
    """Active, machine and idle milliseconds for each cut-off in minutes.

    `times` are the times of all lines; `calls` are (start, end) of answered tool calls. A gap longer than the
    cut-off is idle even if a call was open, because a question that waits overnight is not machine time.
    """
    times = sorted(times)
    covered = merged(calls)
    result = {str(minutes): {"active_ms": 0, "machine_ms": 0, "idle_ms": 0} for minutes in cutoffs}
    at = 0
    for start, end in zip(times, times[1:]):
        while at < len(covered) and covered[at][1] <= start:
            at += 1
        inside = at < len(covered) and covered[at][0] <= start and end <= covered[at][1]
        for minutes in cutoffs:
            kind = "idle_ms" if end - start > minutes * MINUTE_MS else "machine_ms" if inside else "active_ms"
            result[str(minutes)][kind] += end - start
    return result


def merged(intervals):
    """The intervals in order of start, with overlapping ones joined."""
    joined = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined
