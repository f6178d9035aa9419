"""One synthetic session: its clock, its lines, and their files."""

from datetime import datetime, timedelta, timezone

CUTOFFS = (10, 30, 60)
USAGE_KEYS = {
    "input": "input_tokens",
    "output": "output_tokens",
    "cache_creation": "cache_creation_input_tokens",
    "cache_read": "cache_read_input_tokens",
}
REJECTED = (
    "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the"
    " new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to"
    " proceed."
)
STOPPED = "[Request interrupted by user for tool use]"


def iso(ms, form="milliseconds"):
    """A timestamp in one of the forms that transcripts have."""
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=ms)
    if form == "seconds":
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    digits = f"{ms % 1000:03d}" + ("417" if form == "microseconds" else "")
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + digits + "Z"


class Session:
    """Writes lines into `files`, a dict of path to list of lines, and counts them in `truth`."""

    def __init__(self, dice, truth, files, folder, cwd, start, version, branch="main"):
        self.dice, self.truth, self.files = dice, truth, files
        self.folder, self.cwd, self.version, self.branch = folder, cwd, version, branch
        self.id = dice.uuid()
        self.path = f"{folder}/{self.id}.jsonl"
        self.now, self.last, self.open = start, None, 0
        self.active, self.machine = dict.fromkeys(CUTOFFS, 0), dict.fromkeys(CUTOFFS, 0)
        self.parent = None
        self.model = dice.choice(("claude-sonnet-4-20250514", "claude-opus-4-5-20251101"))

    def wait(self, seconds):
        """Advance the clock by some seconds, and a random part of a second."""
        self.now += seconds * 1000 + self.dice.between(0, 900)

    def emit(self, line, path=None):
        """Write one line with the present time, and count the gap before it."""
        gap = self.now - (self.now if self.last is None else self.last)
        for cutoff in CUTOFFS:
            if gap <= cutoff * 60_000:
                (self.machine if self.open else self.active)[cutoff] += gap
        self.last = self.now
        self.files.setdefault(path or self.path, []).append(line)
        return line

    def envelope(self, kind, agent=None, form=None):
        """The keys that every line of a user or a model has."""
        chain = self if agent is None else agent
        uuid = self.dice.uuid()
        line = {
            "parentUuid": chain.parent,
            "isSidechain": agent is not None,
            "userType": "synthetic",
            "cwd": self.cwd,
            "sessionId": self.id,
            "version": self.version,
            "gitBranch": self.branch,
            "type": kind,
            "uuid": uuid,
            "timestamp": iso(self.now, form),
        }
        if agent is not None and agent.named:
            line["agentId"] = agent.id
        chain.parent = uuid
        return line

    def write(self, line, agent=None):
        return self.emit(line) if agent is None else agent.emit(self, line)

    # Lines of users.

    def prompt(self, route, content=None, form=None):
        """Begin a human turn that will have this route."""
        self.truth.turn(route)
        return self.user(content or self.dice.words(self.dice.between(6, 20)), form=form)

    def user(self, content, agent=None, form=None, **more):
        line = {**self.envelope("user", agent, form), "message": {"role": "user", "content": content}, **more}
        return self.write(line, agent)

    def interrupt(self, text=STOPPED):
        """Let the user stop the model in this turn."""
        self.truth.interrupted_turns += 1
        self.wait(2)
        self.user([{"type": "text", "text": text}])

    # Lines of models.

    def usage(self):
        dice = self.dice
        return {
            "input": dice.between(3, 60),
            "output": dice.between(40, 900),
            "cache_creation": dice.between(100, 6000),
            "cache_read": dice.between(5000, 90000),
        }

    def say(self, blocks, agent=None, usage=None, answered=True, **more):
        """Write one API message: a line for each block, all with one id, with output tokens that grow to the last.

        With `answered`, each tool call in the blocks is open from its line on.
        """
        usage = self.usage() if usage is None else usage
        identity, request = "msg_01" + self.dice.letters(22), "req_011" + self.dice.letters(20)
        for index, block in enumerate(blocks, 1):
            written = {USAGE_KEYS[kind]: value for kind, value in usage.items()}
            written["output_tokens"] = usage["output"] * index // len(blocks)
            message = {
                "id": identity,
                "type": "message",
                "role": "assistant",
                "model": self.model,
                "content": [block],
                "stop_reason": None,
                "stop_sequence": None,
                "usage": {**written, "service_tier": "standard"},
            }
            self.write({**self.envelope("assistant", agent), "requestId": request, "message": message, **more}, agent)
            self.open += answered and block["type"] == "tool_use"
            self.wait(1)
        self.truth.message("sub-agent" if agent else "main", usage, agent.kind if agent else None)
        return identity

    def text(self, agent=None):
        self.say([{"type": "text", "text": self.dice.words(self.dice.between(6, 24))}], agent)

    def tool_use(self, name, given):
        return {"type": "tool_use", "id": "toolu_01" + self.dice.letters(22), "name": name, "input": given}

    def call(self, name, outcome="ok", seconds=4, agent=None, thinking=False):
        """Write one tool call and its result."""
        use = self.tool_use(name, {"description": self.dice.words(3)})
        blocks = [{"type": "thinking", "thinking": "", "signature": self.dice.letters(40)}, use] if thinking else [use]
        self.say(blocks, agent)
        self.wait(seconds)
        self.result(use["id"], outcome, agent)
        self.truth.call(name, "sub-agent" if agent else "main", outcome)

    def result(self, identity, outcome="ok", agent=None, content=None, **more):
        """Write a tool's result, which closes the call. The gap before it still belongs to the call."""
        content = (
            content
            or {
                "ok": self.dice.words(self.dice.between(4, 20)),
                "error": "Exit code 1\n" + self.dice.words(8),
                "rejected": REJECTED,
                "interrupted": STOPPED,
            }[outcome]
        )
        block = {"tool_use_id": identity, "type": "tool_result", "content": content}
        if outcome != "ok":
            block["is_error"] = True
            more.setdefault("toolUseResult", f"Error: {content}")
        elif self.dice.between(0, 1):
            block["is_error"] = False
        self.user([block], agent, **more)
        self.open -= 1
        self.wait(self.dice.between(1, 9))

    def close(self):
        """Count the finished session in `truth`."""
        self.truth.session(self.id, self.active, self.machine)
