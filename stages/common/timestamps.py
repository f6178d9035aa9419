"""Timestamps as integer milliseconds since 1970 in UTC, with their days, weeks and months."""

import re
from datetime import datetime, timedelta, timezone

from common.definitions import DAY_MS, MONTHS_ABOVE_WEEKS, WEEK_MS

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MONDAY_OF_1970 = -3 * DAY_MS  # 1 January 1970 was a Thursday.
EARLIEST = 946_684_800_000  # 2000-01-01; earlier times, and times after 2099, cannot be those of a coding session.
LATEST = 4_102_444_800_000

FORM = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:[Zz]|([+-])(\d\d):?(\d\d))?", re.ASCII
)


def parse(text):
    """Milliseconds of an ISO 8601 timestamp, or None if it is malformed or out of range. No zone means UTC."""
    match = FORM.fullmatch(text.strip()) if isinstance(text, str) and len(text) < 50 else None
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign, hours, minutes = match.groups()[6:]
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    value = (moment - EPOCH) // timedelta(milliseconds=1) + int((fraction or "0").ljust(3, "0")[:3])
    if sign:
        value -= (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes)) * 60_000
    return value if EARLIEST <= value < LATEST else None


def moment(ms):
    return EPOCH + timedelta(milliseconds=ms)


def day(ms):
    """The date in UTC, such as 2026-01-31."""
    return moment(ms).strftime("%Y-%m-%d")


def week_index(ms):
    """The number of whole weeks since Monday, 29 December 1969."""
    return (ms - MONDAY_OF_1970) // WEEK_MS


def week_start(index):
    """Milliseconds of the Monday, 00:00 UTC, on which a week begins."""
    return index * WEEK_MS + MONDAY_OF_1970


def week(ms):
    """The ISO week in UTC, such as 2026-W05."""
    year, number, _ = moment(ms).isocalendar()
    return f"{year}-W{number:02d}"


def month(ms):
    """The month in UTC, such as 2026-01."""
    return moment(ms).strftime("%Y-%m")


def period_kind(times):
    """`week`, or `month` if the times span more than 26 weeks."""
    if not times:
        return "week"
    span = week_index(max(times)) - week_index(min(times)) + 1
    return "month" if span > MONTHS_ABOVE_WEEKS else "week"
