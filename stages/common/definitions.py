"""The terms and constants of the retrospective, in one place.

The report's last section prints `DEFINITIONS`. They are beside the constants, so that both are changed together.
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

# By schema of a data file: its version, and the stage that makes the file.
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
            "All lines with one `sessionId`, from all files. Copies of a line (with the same `uuid`) count once. If a"
            " resumed session repeats lines of an earlier one, they belong to the session that ended first. Sub-agent"
            " files belong to their parent session. A file without any `sessionId` is one session, named after the"
            " file. The project of a session is its first `cwd`. A session belongs to the segment in which it started."
        ),
    ),
    (
        "Active time",
        (
            "The sum of the gaps between consecutive lines, without gaps above the cut-off (30 minutes by default). A"
            " gap inside an open tool call is machine time. The report shows machine time separately; it is not part of"
            " active time. The cut-off applies to both."
        ),
    ),
    ("Marathon", "A session with at least 2 hours of active time (a parameter)."),
    (
        "Human turn",
        (
            "One prompt of a person, and all lines up to the next prompt. Tool results, notices, slash-command echoes,"
            " summaries after compaction and messages of team mates are not prompts. The lines before the first prompt"
            " are a turn of their own if the model wrote one of them."
        ),
    ),
    (
        "Delegation",
        (
            "One `Task` or `Agent` tool call, identified by its id, with its result. The type is `subagent_type`, or"
            " `(unspecified)` if that is missing. The outcome is one of these: completed, failed, rejected by the user,"
            " interrupted, launched in the background, unanswered. Finished means one of the first four."
        ),
    ),
    (
        "Cost",
        (
            "Tokens of four kinds, counted separately: input, output, cache creation, cache read. Each API message"
            " (`message.id`, `requestId`) counts once, with the usage of its last line that has one. A delegation's"
            " cost is the sum over the sub-agent's own messages. If these are not in the files, the cost is unknown,"
            " which is not zero. The report does not compute prices."
        ),
    ),
    (
        "Route",
        (
            "The types of the agents that the main conversation started within one human turn, in order. Repeated steps"
            " are shown once. Braces group agents that one message started in parallel: `{Explore×3} → Plan`. A turn"
            " without agents has the route `None`, so that rates have a denominator. A routing pattern is any other"
            " route that occurs at least twice. Agents started by sub-agents are delegations, but not part of a route."
        ),
    ),
    ("Period", "The ISO week (UTC) in which the turn began, or the month if the data span more than 26 weeks."),
    (
        "Segment",
        (
            "A part of a project's timeline. The timeline is split into blocks at gaps of at least 14 days without a"
            " session. A block of at least 8 weeks is also split at change points of the weekly delegation rate (seeded"
            " permutation test over weeks, p < 0.01, at least four weeks with turns on each side)."
            ' "No change found" is a result.'
        ),
    ),
    ("Delegation rate", "The share of human turns that have at least one delegation."),
    (
        "Tool error",
        (
            "A tool result that is marked as an error, and is neither a rejection nor an interruption by the user. Its"
            " rate is a share of the answered calls. Tool errors of sub-agents are not the same as failed delegations."
        ),
    ),
    ("Rate", "Shown with its n and the 95 % Wilson interval; not given if n is below 5."),
    (
        "Broken line",
        "A line that is not exactly one JSON object. If it has two objects, both are read, and the line is counted.",
    ),
)
