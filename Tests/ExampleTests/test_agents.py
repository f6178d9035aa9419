"""Sub-agents are linked to the delegation that started them, in every form of their lines."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import FolderCase, assistant, result, spent, use, user


class AgentTests(FolderCase):
    """Each of the four forms is linked to its delegation, and each message counts once."""

    def check(self, cost):
        (session,) = self.sessions()
        (delegation,) = session["delegations"]
        self.assertEqual(delegation["cost"]["output"]["tokens"], cost)
        self.assertEqual(sum(row["output"]["tokens"] for row in session["tokens"] if row["side"] == "sub-agent"), cost)
        return delegation

    def parent(self, **details):
        return [
            user("go"),
            assistant(
                use("t1", "Task", prompt="Look around", subagent_type="Explore"),
                minute=1,
                message="m0",
                usage=spent(1000),
            ),
            result("t1", minute=9, toolUseResult={"status": "completed", "totalTokens": 5, **details}),
        ]

    def work(self, **more):
        return [
            user("Look around", 2, isSidechain=True, uuid="w1", **more),
            assistant(
                use("x"), minute=3, message="m1", usage=spent(10), isSidechain=True, uuid="w2", parentUuid="w1", **more
            ),
            result("x", "Exit 1", 4, error=True, isSidechain=True, uuid="w3", parentUuid="w2", **more),
            assistant(minute=5, message="m2", usage=spent(30), isSidechain=True, uuid="w4", parentUuid="w3", **more),
        ]

    def embedded(self):
        return [
            {
                "type": "progress",
                "sessionId": "s",
                "timestamp": line["timestamp"],
                "parentToolUseID": "t1",
                "uuid": f"p{number}",
                "data": {
                    "type": "agent_progress",
                    "agentId": "a1",
                    "message": {key: line[key] for key in ("type", "message", "uuid", "timestamp")},
                },
            }
            for number, line in enumerate(self.work())
        ]

    def test_inline(self):
        self.write("s.jsonl", *self.parent(), *self.work())
        delegation = self.check(40)
        self.assertEqual((delegation["agent"], delegation["own_calls"], delegation["own_errors"]), ("inline-w1", 1, 1))

    def test_inline_with_a_cycle_of_parents(self):
        lines = self.work()
        lines[0]["parentUuid"] = "w4"
        self.write("s.jsonl", *self.parent(), *lines)
        self.check(40)

    def test_beside_the_session_with_the_id_only_in_the_file_name(self):
        self.write("s.jsonl", *self.parent(agentId="a1"))
        self.write("agent-a1.jsonl", *self.work())
        self.assertEqual(self.check(40)["agent"], "a1")

    def test_below_the_session_found_by_its_prompt(self):
        self.write("s.jsonl", *self.parent())
        self.write("s/subagents/agent-a1.jsonl", *self.work(agentId="a1"))
        self.check(40)

    def test_below_the_session_with_another_form_of_the_session_id(self):
        self.write("s.jsonl", *self.parent(agentId="a1"))
        self.write(
            "s/subagents/workflows/wf_1/agent-a1.jsonl",
            *[{**line, "sessionId": "s#agent-a1"} for line in self.work(agentId="a1")],
        )
        self.check(40)

    def test_embedded_in_progress(self):
        self.write("s.jsonl", *self.parent(), *self.embedded())
        self.check(40)

    def test_embedded_and_below_counts_once(self):
        self.write("s.jsonl", *self.parent(agentId="a1"), *self.embedded())
        self.write("s/subagents/agent-a1.jsonl", *self.work(agentId="a1"))
        self.check(40)

    def test_embedded_and_below_counts_once_even_if_messages_have_no_id(self):
        lines, copies = self.work(agentId="a1"), self.embedded()
        for line in lines + [copy["data"]["message"] for copy in copies]:
            line["message"].pop("id", None)
        self.write("s.jsonl", *self.parent(agentId="a1"), *copies)
        self.write("s/subagents/agent-a1.jsonl", *lines)
        self.check(40)

    def test_unknown_if_the_sub_agent_is_not_in_the_files(self):
        self.write("s.jsonl", *self.parent(agentId="gone"))
        (session,) = self.sessions()
        self.assertIsNone(session["delegations"][0]["cost"])


if __name__ == "__main__":
    unittest.main()
