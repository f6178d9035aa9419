"""The words and numbers of the retrospective, in one place.

The report's last section is printed from `DEFINITIONS`, so that what a reader
is told and what the scripts compute cannot drift apart unseen.
"""

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
WEEK_MS = 7 * DAY_MS

IDLE_MINUTES = 30
COMPARED_IDLE_MINUTES = (10, 30, 60)
MARATHON_HOURS = 2.0

SEGMENT_GAP_DAYS = 14
BLOCK_WEEKS = 8
SIDE_WEEKS = 4
CHANGE_P = 0.01
PERMUTATIONS = 1999
SEED = 20260101

MONTHS_ABOVE_WEEKS = 26
PATTERN_TURNS = 2
RATE_MINIMUM = 5
Z_95 = 1.959963984540054

TOKEN_KINDS = ("input", "output", "cache_creation", "cache_read")
DELEGATION_TOOLS = ("Task", "Agent")
UNSPECIFIED = "(unspecified)"
UNKNOWN_PROJECT = "(unknown)"
UNKNOWN_MODEL = "(unknown)"
NO_ROUTE = "None"
UNDATED = "undated"
MAIN, SUB_AGENT = "main", "sub-agent"

OUTCOMES = ("completed", "failed", "rejected", "interrupted", "background", "unanswered")
FINISHED = ("completed", "failed", "rejected", "interrupted")

# What a data file is called, the version its scripts agree on, and the stage that makes it.
SCHEMAS = {
    "sessions": (1, "extraction"),
    "enriched": (1, "extraction"),
    "routing": (1, "enrichment"),
    "marathons": (1, "enrichment"),
    "segmentation": (1, "segmentation"),
    "strategy": (1, "analysis"),
    "aggregate": (1, "analysis"),
}

DEFINITIONS = (
    (
        "Session",
        (
            "One `sessionId`, with all its lines from all files. Copies of a line (the same `uuid`) count once; a copy"
            " that a resumed session carries belongs to the session that ended first. Sub-agent files are joined to"
            " their parent. Lines of a file that names no session at all make one session, named after the file. The"
            " project is the first `cwd`; a session lies where it started."
        ),
    ),
    (
        "Active time",
        (
            "The sum of the gaps between consecutive lines, gaps over the cut-off (30 minutes unless said otherwise)"
            " left out. A gap inside an open tool call is machine time: it is shown apart and is not part of active"
            " time. The cut-off holds for both."
        ),
    ),
    ("Marathon", "A session of at least 2 hours of active time (a parameter)."),
    (
        "Human turn",
        (
            "What follows one prompt of a person, up to the next. Tool results, notices, slash-command echoes,"
            " summaries after compaction and messages of team mates are not prompts. Lines before the first prompt make"
            " a turn of their own if the model spoke in them."
        ),
    ),
    (
        "Delegation",
        (
            "One `Task` or `Agent` tool call, unique by its id, joined to its result. The type is `subagent_type`,"
            " `(unspecified)` where it is missing. The outcome is one of completed, failed, rejected by the user,"
            " interrupted, launched in the background, unanswered. Finished means one of the first four."
        ),
    ),
    (
        "Cost",
        (
            "Tokens of four kinds kept apart: input, output, cache creation, cache read. Each API message"
            " (`message.id`, `requestId`) counts once, its last line wins. A delegation's cost is the sum over the"
            " sub-agent's own messages; where those are not in the files it is unknown, which is not zero. No money."
        ),
    ),
    (
        "Route",
        (
            "The ordered types of the agents that the main conversation started within one human turn: repeats"
            " collapsed, those started by one message are parallel: `{Explore×3} → Plan`. `None` is a route, so that"
            " rates have a denominator. A routing pattern is a route seen at least twice. Agents started by sub-agents"
            " are delegations, but no part of a route."
        ),
    ),
    ("Period", "The ISO week in UTC in which the turn began; months where the data span more than 26 weeks."),
    (
        "Segment",
        (
            "Per project: split at 14 days or more without a session; within a block of at least 8 weeks, at change"
            " points of the weekly delegation rate (seeded permutation test over weeks, p < 0.01, at least four weeks"
            ' with turns a side). "No change found" is a result.'
        ),
    ),
    ("Delegation rate", "Turns with at least one delegation, of all human turns."),
    (
        "Tool error",
        (
            "A tool result marked as an error that is neither a rejection nor an interruption by the user, of all"
            " answered calls. A sub-agent's own tool errors are apart from failed delegations."
        ),
    ),
    ("Rate", "Always with its n and the 95 % Wilson interval; none is given below n = 5."),
    (
        "Broken line",
        "A line that is not one whole JSON object. Two objects glued on one line are both read, and counted.",
    ),
)
