"""Delegations of the sample, with sub-agents in all four forms that transcripts can have."""

from sample.session import REJECTED, STOPPED

INLINE, BESIDE, BELOW, EMBEDDED, TWICE = "inline", "beside", "below", "embedded", "twice"
AGENT_TOOLS = ("Read", "Grep", "Bash", "Glob", "Read")
ERROR_EVERY = 9


class Agent:
    """A running sub-agent. The place of its lines depends on the version of the program.

    INLINE is in the session's file, without an id; BESIDE is next to that file; BELOW is in subagents/; EMBEDDED is
    only in progress lines; TWICE is both BELOW and EMBEDDED, and must be counted once.
    """

    def __init__(self, session, kind, form, caller, name=None):
        self.id = name or session.dice.hex(8)
        self.kind, self.form, self.caller = kind, form, caller
        self.named = form != INLINE
        self.parent = None
        self.path = {INLINE: None, EMBEDDED: None, BESIDE: f"{session.folder}/agent-{self.id}.jsonl"}.get(
            form, f"{session.folder}/{session.id}/subagents/agent-{self.id}.jsonl"
        )

    def emit(self, session, line):
        if self.form in (EMBEDDED, TWICE):
            kept = ("type", "message", "requestId", "uuid", "timestamp")
            outer = {
                **session.envelope("progress"),
                "parentToolUseID": self.caller,
                "toolUseID": f"agent_{line.get('requestId', line['uuid'])}",
                "data": {
                    "type": "agent_progress",
                    "agentId": self.id,
                    "message": {key: line[key] for key in kept if key in line},
                },
            }
            session.emit(outer)
        if self.form != EMBEDDED:
            session.emit(line, self.path)
        return line


class Delegations:
    """Starts delegations; the number of each one determines its outcome."""

    def __init__(self):
        self.started = self.agent_calls = 0

    def next_outcome(self):
        """Every 14th fails, every 17th is rejected, every 23rd interrupted."""
        self.started += 1
        if self.started % 14 == 0:
            return "failed"
        if self.started % 17 == 0:
            return "rejected"
        return "interrupted" if self.started % 23 == 0 else "completed"

    def step(self, session, kinds, form, tool="Task"):
        """Let one message start agents of these types in parallel; returns whether the user stopped one."""
        uses = [
            session.tool_use(
                tool, {"description": session.dice.words(3), "prompt": session.dice.words(14), "subagent_type": kind}
            )
            for kind in kinds
        ]
        session.say(uses)
        stopped = False
        for kind, use in zip(kinds, uses):
            outcome = self.next_outcome()
            stopped |= outcome == "interrupted"
            session.truth.delegation(kind, outcome)
            session.truth.call(tool, "main", {"completed": "ok", "failed": "error"}.get(outcome, outcome))
            self.end(session, kind, use, form, outcome)
        return stopped

    def end(self, session, kind, use, form, outcome):
        session.wait(2)
        if outcome in ("completed", "failed"):
            agent = Agent(session, kind, form, use["id"])
            self.work(session, agent, use["input"]["prompt"])
        if outcome == "completed":
            details = {
                "status": "completed",
                "prompt": use["input"]["prompt"],
                "totalDurationMs": 1000,
                "totalTokens": 17,
                "totalToolUseCount": 3,
            }
            if agent.named:
                details["agentId"] = agent.id
            session.result(use["id"], content=[{"type": "text", "text": session.dice.words(20)}], toolUseResult=details)
        else:
            words = {"failed": "Agent stopped: " + session.dice.words(6), "rejected": REJECTED, "interrupted": STOPPED}[
                outcome
            ]
            session.result(use["id"], "error", content=words)

    def work(self, session, agent, prompt):
        """Write a sub-agent's own messages and calls; every ninth call of all sub-agents fails."""
        session.user(prompt, agent)
        session.wait(3)
        for _ in range(session.dice.between(1, 2)):
            self.agent_calls += 1
            outcome = "error" if self.agent_calls % ERROR_EVERY == 0 else "ok"
            session.call(
                session.dice.choice(AGENT_TOOLS),
                outcome,
                session.dice.between(2, 20),
                agent,
                thinking=self.agent_calls % 4 == 0,
            )
        session.text(agent)
