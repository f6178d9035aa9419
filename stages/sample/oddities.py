"""Sessions with record types and lines that real files have, but the ordinary sessions of the sample lack."""

from sample.plan import DAY, HOUR, MONDAY, WEEK
from sample.session import Session, iso

ODDS = "/home/sam/odds-and-ends"
FOLDER = "-home-sam-odds-and-ends"


class Odd:
    """Begins the sessions of the project of unusual sessions, two per day."""

    def __init__(self, dice, truth, files, delegations, number=0):
        self.dice, self.truth, self.files, self.delegations = dice, truth, files, delegations
        self.number = number

    def begin(self, version="2.1.62"):
        self.number += 1
        start = MONDAY + 8 * WEEK + self.number // 2 * DAY + (8 + self.number % 2 * 4) * HOUR
        return Session(
            self.dice, self.truth, self.files, FOLDER, ODDS, start, version, ("HEAD", "", "main")[self.number % 3]
        )

    def turn(self, session, **more):
        session.prompt("None", **more)
        session.wait(3)
        session.call("Bash")
        session.text()


class OddLines(Odd):
    """Each method writes one session that has difficult lines of one kind."""

    def write(self):
        self.every_record_type()
        self.unknown_usage()
        self.not_human()
        self.timestamps()
        self.strange_lines()

    def every_record_type(self):
        """Summaries, snapshots, queues, hooks, progress: known lines without a message."""
        session = self.begin()
        bare = [
            {"type": "summary", "summary": self.dice.words(5), "leafUuid": self.dice.uuid()},
            {
                "type": "file-history-snapshot",
                "messageId": self.dice.uuid(),
                "isSnapshotUpdate": False,
                "snapshot": {"messageId": self.dice.uuid(), "trackedFileBackups": {}, "timestamp": iso(session.now)},
            },
            {"type": "permission-mode", "permissionMode": "plan", "sessionId": session.id},
            {"type": "last-prompt", "lastPrompt": self.dice.words(4), "sessionId": session.id},
            {"type": "pr-link", "prNumber": 7, "sessionId": session.id, "timestamp": iso(session.now)},
        ]
        for line in bare:
            session.emit(line)
        session.emit(
            {
                "type": "queue-operation",
                "operation": "enqueue",
                "content": self.dice.words(3),
                "sessionId": session.id,
                "timestamp": iso(session.now),
            }
        )
        self.turn(session)
        for subtype, more in (
            ("stop_hook_summary", {"hookCount": 1}),
            ("turn_duration", {"durationMs": 5120}),
            ("local_command", {"content": "<local-command-stdout></local-command-stdout>"}),
            (
                "compact_boundary",
                {"compactMetadata": {"trigger": "auto", "preTokens": 155000}, "logicalParentUuid": self.dice.uuid()},
            ),
            ("away_summary", {}),
        ):
            session.emit({**session.envelope("system"), "subtype": subtype, **more})
        session.emit({**session.envelope("system"), "level": "info", "content": self.dice.words(4)})
        for data in (
            {"type": "hook_progress", "hookEvent": "PostToolUse"},
            {"type": "bash_progress", "fullOutput": self.dice.words(9), "elapsedTimeSeconds": 3},
            {"type": "mcp_progress", "status": "started"},
            {"type": "waiting_for_task"},
        ):
            session.emit({**session.envelope("progress"), "data": data})
        session.version = "2.1.114"
        session.emit(
            {
                **session.envelope("attachment"),
                "entrypoint": "cli",
                "attachment": {"type": "hook_success", "hookName": "PostToolUse:Bash"},
            }
        )
        session.close()

    def unknown_usage(self):
        """Messages without usage, which is unknown and not zero."""
        session = self.begin("2.0.44")
        session.prompt("None")
        session.say([{"type": "text", "text": "no cache counts"}], usage={"input": 11, "output": 7})
        for usage, model in (
            (None, "claude-opus-4-5-20251101"),
            ("absent", None),
            ({}, "converse/jp.anthropic.claude"),
        ):
            line = session.envelope("assistant")
            message = {
                "id": "msg_01" + self.dice.letters(22),
                "role": "assistant",
                "model": model,
                "content": [],
                "usage": usage,
            }
            if usage == "absent":
                del message["usage"]
            session.emit({**line, "message": message})
            self.truth.message("main", {})
        zero = {
            "input_tokens": 0,
            "output_tokens": 0,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "server_tool_use": None,
        }
        session.emit(
            {
                **session.envelope("assistant"),
                "message": {
                    "id": self.dice.uuid(),
                    "role": "assistant",
                    "model": "<synthetic>",
                    "usage": zero,
                    "content": [{"type": "text", "text": "API Error"}],
                },
                "isApiErrorMessage": True,
            }
        )
        self.truth.message("main", {"input": 0, "output": 0, "cache_creation": 0, "cache_read": 0})
        session.close()

    def not_human(self):
        """User lines that no person typed, one with null, one with a picture, and one whose message is a string."""
        session = self.begin()
        self.turn(session)
        for text in (
            "<command-name>/model</command-name>",
            "<local-command-stdout>Set model</local-command-stdout>",
            "Caveat: generated while running local commands",
            "<bash-input>ls</bash-input>",
            "This session is being continued from a previous conversation",
        ):
            session.user(text)
        session.user(self.dice.words(12), isMeta=True)
        session.user(self.dice.words(12), isCompactSummary=True, isVisibleInTranscriptOnly=True)
        session.user(None)
        picture = {
            "type": "image",
            "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo" + "A" * 200_000},
        }
        self.turn(session, content=[picture])
        self.truth.turn("None")
        session.emit({**session.envelope("user"), "message": self.dice.words(6)})
        session.text()
        session.close()

    def timestamps(self):
        """Timestamps in seconds and microseconds, a misspelt key, a missing timestamp, and lines out of order."""
        session = self.begin("1.0.98")
        self.turn(session, form="microseconds")
        session.now = session.now // 1000 * 1000 + 1000
        self.turn(session, form="seconds")
        line = session.user("<system-reminder>misspelt</system-reminder>")
        line["timesstamp"] = line.pop("timestamp")
        del session.user("<system-reminder>no time</system-reminder>")["timestamp"]
        session.call("Read")
        lines = self.files[session.path]
        lines[-1], lines[-2] = lines[-2], lines[-1]
        session.close()

    def strange_lines(self):
        """A lone surrogate, control characters, a message without request id, a missing parent, an odd file name."""
        session = self.begin()
        session.path = f"{FOLDER}/full.jsonl"
        session.parent = self.dice.uuid()
        self.turn(session, content="half a pair \ud83d, \u001b[31mred\u001b[0m, \u0000, 🙂, e\u0301")
        line = session.envelope("assistant")
        usage = {"input_tokens": 5, "output_tokens": 6, "cache_creation_input_tokens": 7, "cache_read_input_tokens": 8}
        session.emit(
            {
                **line,
                "message": {
                    "id": "msg_01" + self.dice.letters(22),
                    "role": "assistant",
                    "model": "claude-opus-4-5-20251101",
                    "content": "only text",
                    "usage": usage,
                },
            }
        )
        self.truth.message("main", {"input": 5, "output": 6, "cache_creation": 7, "cache_read": 8})
        session.close()
