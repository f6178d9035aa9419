"""Unusual sessions: agents of other kinds, copies, sessions that share a file."""

from sample.delegating import BELOW, Agent
from sample.oddities import FOLDER, Odd


class OddSessions(Odd):
    """Each method writes one or two sessions with difficult cases of one kind."""

    def write(self):
        self.background_and_team()
        self.agents_of_other_kinds()
        self.copies()
        self.stopped()
        self.two_sessions_in_one_file()

    def background_and_team(self):
        """Agents launched in the background or as team mates; their later reports are not prompts."""
        session = self.begin()
        session.prompt("{Explore, general-purpose}")
        uses = [
            session.tool_use(
                "Task", {"prompt": self.dice.words(9), "subagent_type": "Explore", "run_in_background": True}
            ),
            session.tool_use(
                "Task",
                {
                    "prompt": self.dice.words(9),
                    "subagent_type": "general-purpose",
                    "name": "tester",
                    "team_name": "night",
                },
            ),
        ]
        session.say(uses)
        agent = Agent(session, "Explore", BELOW, uses[0]["id"])
        session.result(
            uses[0]["id"],
            content=[
                {"type": "text", "text": f"Async agent launched successfully.\nagentId: {agent.id} (internal ID)"}
            ],
            toolUseResult={"isAsync": True, "status": "async_launched", "agentId": agent.id},
        )
        session.result(
            uses[1]["id"],
            content="Spawned successfully.",
            toolUseResult={"status": "teammate_spawned", "agent_id": "tester@night"},
        )
        for kind in ("Explore", "general-purpose"):
            self.truth.delegation(kind, "background")
            self.truth.call("Task", "main", "ok")
        self.delegations.work(session, agent, uses[0]["input"]["prompt"])
        session.user(
            f"<task-notification>\n<task-id>{agent.id}</task-id>\n<status>completed</status>\n</task-notification>",
            origin={"kind": "task-notification"},
        )
        session.user('<teammate-message teammate_id="tester">all green</teammate-message>')
        session.text()
        session.close()

    def agents_of_other_kinds(self):
        """Agents without a delegation, agents started by an agent, resumed, without a type, or without lines."""
        session = self.begin()
        session.prompt("(unspecified) → writer")
        use = session.tool_use("Agent", {"prompt": self.dice.words(12)})
        session.say([use])
        agent = Agent(session, "(unspecified)", BELOW, use["id"])
        session.user(use["input"]["prompt"], agent)
        inner = session.tool_use("Task", {"prompt": self.dice.words(8), "subagent_type": "Explore"})
        session.say([inner], agent)
        session.result(inner["id"], agent=agent)
        session.result(use["id"], toolUseResult={"status": "completed", "agentId": agent.id, "totalTokens": 5})
        later = session.tool_use("Agent", {"prompt": self.dice.words(7), "subagent_type": "writer", "resume": agent.id})
        session.say([later])
        agent.kind = "writer"
        session.text(agent)
        session.result(later["id"], toolUseResult={"status": "completed", "agentId": agent.id})
        for kind, tool, side in (
            ("(unspecified)", "Agent", "main"),
            ("writer", "Agent", "main"),
            ("Explore", "Task", "sub-agent"),
        ):
            self.truth.delegation(kind, "completed")
            self.truth.call(tool, side, "ok")
        for name in ("acompact-" + self.dice.hex(6), "workflows/wf_demo01/agent-" + self.dice.hex(8)):
            other = Agent(session, None, BELOW, None, name.split("agent-")[-1])
            if "/" in name:
                other.path = f"{FOLDER}/{session.id}/subagents/{name}.jsonl"
            session.user("Warmup", other)
            session.text(other)
        session.close()
        journal = [
            {"type": "started", "key": "v2:0", "agentId": "x"},
            {"type": "result", "key": "v2:0", "agentId": "x", "result": {}},
        ]
        self.files[f"{FOLDER}/{session.id}/subagents/workflows/wf_demo01/journal.jsonl"] = journal
        self.truth.foreign.update(line["type"] for line in journal)

    def copies(self):
        """A file that is an earlier state of another one, and a resumed session that repeats the earlier lines."""
        session = self.begin()
        self.turn(session)
        grown = list(self.files[session.path])
        self.files[f"{FOLDER}/turn-1.jsonl"] = grown
        self.turn(session)
        self.files[session.path].append(self.files[session.path][0])
        session.close()
        resumed = self.begin()
        for line in self.files[session.path][:-1]:
            self.files.setdefault(resumed.path, []).append({**line, "sessionId": resumed.id})
        resumed.parent = session.parent
        self.truth.copies += len(grown) + 1 + len(self.files[resumed.path])
        self.turn(resumed)
        resumed.close()

    def stopped(self):
        """A turn that the user stopped, a gap of a day, and a delegation without an answer."""
        session = self.begin("2.0.44")
        self.turn(session)
        session.prompt("None")
        session.text()
        session.interrupt("[Request interrupted by user]")
        session.wait(26 * 3600)
        session.prompt("Plan")
        session.say([session.tool_use("Task", {"prompt": self.dice.words(9), "subagent_type": "Plan"})], answered=False)
        self.truth.delegation("Plan", "unanswered")
        self.truth.call("Task", "main", "unanswered")
        session.close()

    def two_sessions_in_one_file(self):
        """One file, two session ids."""
        first, second = self.begin(), self.begin()
        second.path = first.path
        for session in (first, second):
            self.turn(session)
            session.close()
