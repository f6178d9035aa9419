"""The reader: each difficult case of real transcripts as a few literal lines."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import FolderCase, assistant, at, run_script, spent, use, user

from common import reading
from common.reading import parse_line
from common.timestamps import parse


class LineTests(unittest.TestCase):
    """One line of bytes: its objects and its fault."""

    def expect(self, raw, count, fault):
        objects, found = parse_line(raw)
        self.assertEqual((len(objects), found), (count, fault), raw[:60])

    def test_faults(self):
        self.expect(b'{"type":"user"}\r\n', 1, None)
        self.expect(b'{"a":1}{"b":2}', 2, reading.GLUED)
        self.expect(b'{"a":1} {"b":2} {"c":3}', 3, reading.GLUED)
        self.expect(b'{"a":1}{"b":"cu', 1, reading.CUT)
        for cut in (
            b'{"a',
            b'{"a"',
            b'{"a":',
            b'{"a":1,',
            b'{"a":{"b":1}',
            b'{"a":"x\\',
            b'{"a":tru',
            b'{"a":[1,{"b":"}',
        ):
            self.expect(cut, 0, reading.CUT)
        for other in (b'"text"', b"[1,2]", b"17", b"null", b"NaN"):
            self.expect(other, 0, reading.NOT_AN_OBJECT)
        for nothing in (b"npm warn", b"}", b"{", b'  "key": 1,', b"\x00\x00\x00", b"17 apples"):
            self.expect(nothing, 0, reading.NOT_JSON)
        self.expect(b'{"a":"caf\xe9"}', 1, reading.NOT_UTF8)
        self.expect(b'{"a":"\\ud83d \\u0000"}', 1, None)
        self.expect(b'{"a":' + b"[" * 100_000, 0, reading.TOO_DEEP)
        # Some versions of Python accept such a number and others do not; neither case may raise an error.
        self.assertIn(parse_line(b'{"a":' + b"9" * 10_000 + b"}")[1], (None, reading.NOT_JSON))

    def test_timestamps(self):
        second = 1_770_112_800_000
        for text, value in (
            ("2026-02-03T10:00:00Z", second),
            ("2026-02-03T10:00:00.999Z", second + 999),
            ("2026-02-03T10:00:00.123456Z", second + 123),
            ("2026-02-03T10:00:00.5Z", second + 500),
            ("2026-02-03T12:00:00+02:00", second),
            ("2026-02-03T05:30:00-0430", second),
            ("2026-02-03T10:00:00", second),
            ("2026-02-03 10:00:00Z", second),
        ):
            self.assertEqual(parse(text), value, text)
        for absurd in (
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-02-30T00:00:00Z",
            "2026-02-03",
            "now",
            "",
            None,
            17,
            True,
            [],
            "٢٠٢٦-02-03T10:00:00Z",
        ):
            self.assertIsNone(parse(absurd), absurd)


class FileTests(FolderCase):
    """Whole files, through the scripts."""

    def test_faults_of_files(self):
        self.write("empty.jsonl", end="")
        self.write("document.jsonl", '{\n "messages": [\n  {"type": "user"}\n ]\n}')
        self.write("no-newline.jsonl", user("hello"), end="")
        self.write("marked.jsonl", b"\xef\xbb\xbf" + b'{"type":"user","sessionId":"b","message":{"content":"x"}}')
        self.write("chat.jsonl", {"type": "response_item", "payload": {}}, {"no": "type"}, {"type": ["list"]})
        os.mkdir(os.path.join(self.folder, "in", "folder.jsonl"))
        os.symlink("nowhere", os.path.join(self.folder, "in", "dangling.jsonl"))
        os.mkfifo(os.path.join(self.folder, "in", "pipe.jsonl"))
        made, sessions = self.extract()
        self.assertEqual(made["faults"], {reading.EMPTY: 1, reading.DOCUMENT: 1, reading.UNREADABLE: 2})
        self.assertEqual(made["foreign"], {"response_item": 1, "(no type)": 2})
        self.assertEqual((made["files"], made["broken_files"], made["broken_lines"]), (7, 4, 0))
        self.assertEqual(sorted(session["id"] for session in sessions), ["b", "s"])

    def test_the_files_are_those_that_the_runner_stamps(self):
        self.write("plain.jsonl", user("a", session="one"))
        self.write(".hidden/x.jsonl", user("a", session="two"))
        self.write(".draft.jsonl", user("a", session="three"))
        inside = os.path.join(self.folder, "in")
        elsewhere = os.path.join(self.folder, "elsewhere")
        os.mkdir(elsewhere)
        os.rename(os.path.join(inside, "plain.jsonl"), os.path.join(elsewhere, "plain.jsonl"))
        os.symlink(elsewhere, os.path.join(inside, "linked"))
        os.symlink(inside, os.path.join(inside, "round"))
        _, sessions = self.extract()
        self.assertEqual([session["id"] for session in sessions], ["one"])

    def test_names_with_odd_bytes(self):
        self.write("plain.jsonl", user("a", session="one"))
        folder = os.path.join(self.folder, "in").encode()
        with open(os.path.join(folder, b"caf\xe9 \n.jsonl"), "wb") as file:
            file.write(b'{"type":"user","message":{"content":"x"},"timestamp":"2026-02-03T10:00:00Z"}')
        made, sessions = self.extract()
        self.assertEqual((made["sessions"], made["sessions_named_by_file"]), (2, 1))
        self.assertIn("caf\udce9 \n", [session["id"] for session in sessions])

    def test_values_of_wrong_kinds(self):
        odd = [
            {"type": "user", "sessionId": "s", "message": message}
            for message in (
                None,
                [],
                "text",
                7,
                {},
                {"content": None},
                {"content": [None, 3, {"type": 5}, {"type": "tool_result"}]},
            )
        ]
        odd += [
            {"type": "assistant", "sessionId": "s", "message": message}
            for message in (
                None,
                "text",
                {"content": "x"},
                {
                    "content": [{"type": "tool_use"}, {"type": "tool_use", "name": "Task", "input": "x", "id": 4}],
                    "usage": [],
                },
                {
                    "id": "u",
                    "usage": {
                        "input_tokens": True,
                        "output_tokens": -1,
                        "cache_read_input_tokens": 1.5,
                        "cache_creation_input_tokens": "9",
                    },
                },
            )
        ]
        odd += [
            {"type": "progress", "sessionId": 7, "data": 1},
            {"type": "progress", "data": {"type": "agent_progress", "message": {"type": "user", "message": 3}}},
            {
                "type": "user",
                "sessionId": "",
                "uuid": 9,
                "parentUuid": {},
                "timestamp": 12,
                "cwd": [],
                "isSidechain": 1,
                "origin": "x",
                "message": {"content": ""},
            },
        ]
        self.write("odd.jsonl", *odd)
        made, (session,) = self.extract()
        self.assertEqual((made["undated_sessions"], made["broken_lines"]), (1, 0))
        self.assertEqual([row["type"] for row in session["delegations"]], ["(unspecified)"])
        (tokens,) = session["tokens"]
        self.assertEqual(
            [tokens[kind] for kind in ("input", "output", "cache_creation", "cache_read")],
            [{"tokens": 0, "unknown": 5}] * 4,
        )

    def test_growing_usage_counts_once_with_its_last_value(self):
        self.write(
            "a.jsonl",
            assistant(message="m1", usage=spent(5), requestId="r1"),
            assistant(message="m1", usage=spent(90), requestId="r1", minute=1),
            assistant(message="m1", usage=spent(80), requestId="r1", minute=2),
            assistant(message="m1", requestId="r1", minute=3),
            assistant(message="m1", usage=spent(7), requestId="r2", minute=4),
        )
        (session,) = self.sessions()
        (tokens,) = session["tokens"]
        self.assertEqual((tokens["messages"], tokens["output"]), (2, {"tokens": 87, "unknown": 0}))

    def test_copies_count_once_and_resumed_history_stays_where_it_was(self):
        lines = [
            user("a", uuid="00000000-0000-4000-a000-000000000001"),
            assistant(
                use("t1", "Task", subagent_type="Plan"),
                minute=1,
                uuid="00000000-0000-4000-a000-000000000002",
                message="m1",
                usage=spent(10),
            ),
        ]
        self.write("a.jsonl", *lines)
        self.write("turn-1.jsonl", *lines)
        resumed = [{**line, "sessionId": "later"} for line in lines]
        self.write("later.jsonl", *resumed, user("b", 50, "later", uuid="00000000-0000-4000-a000-000000000003"))
        made, sessions = self.extract()
        self.assertEqual(made["copies"], 4)
        self.assertEqual(
            [
                (session["id"], len(session["turns"]), len(session["delegations"]), len(session["tokens"]))
                for session in sessions
            ],
            [("s", 1, 1, 1), ("later", 1, 0, 0)],
        )

    def test_files_of_one_template_are_not_copies(self):
        uuid = "00000000-0000-4000-a000-000000000001"
        self.write("a.jsonl", user("one thing", session="a", uuid=uuid))
        self.write("b.jsonl", user("another", session="b", uuid=uuid))
        made, sessions = self.extract()
        self.assertEqual((made["copies"], [len(session["turns"]) for session in sessions]), (0, [1, 1]))

    def test_handwritten_ids_are_unique_only_within_a_session(self):
        self.write("a.jsonl", user("a", session="a", uuid="u1"), user("a", session="a", uuid="u1"))
        self.write("b.jsonl", user("a", session="b", uuid="u1"))
        self.assertEqual([len(session["turns"]) for session in self.sessions()], [1, 1])

    def test_sessions_of_lines_and_files(self):
        bare = {"type": "user", "timestamp": at(3), "message": {"content": "x"}}
        self.write(
            "several.jsonl", {"type": "summary", "summary": "x"}, user("a", session="one"), bare, user("b", 4, "two")
        )
        self.write("dir/nameless.jsonl", bare)
        self.write("dir/nameless/subagents/agent-a1.jsonl", {**bare, "isSidechain": True})
        self.write("only-summary.jsonl", {"type": "summary", "summary": "x", "leafUuid": "y"})
        found = {
            session["id"]: (len(session["turns"]), session["files"], session["agents"]) for session in self.sessions()
        }
        self.assertEqual(found, {"one": (2, 1, 0), "two": (1, 1, 0), "dir/nameless": (1, 2, 1)})

    def test_lines_are_sorted_by_time_and_a_line_without_time_stays_in_its_place(self):
        late = assistant(use("t2", "Agent", subagent_type="Plan"), minute=5, message="m2")
        bare = assistant(use("t1", "Agent", subagent_type="Explore"), message="m1")
        del bare["timestamp"]
        misspelt = user("b", 9)
        misspelt["timesstamp"] = misspelt.pop("timestamp")
        self.write("a.jsonl", misspelt, late, user("a", 0), bare)
        (session,) = self.sessions()
        self.assertEqual([turn["route"] for turn in session["turns"]], ["Explore → Plan", "None"])

    def test_user_lines_that_are_not_prompts(self):
        for number, text in enumerate(
            (
                "<command-name>/x</command-name>",
                "<local-command-stdout>",
                "Caveat: x",
                "<bash-input>ls",
                "<teammate-message x>",
                "<task-notification>",
                "This session is being continued from",
                "<system-reminder>x",
                "  ",
                None,
            )
        ):
            self.write(f"{number}.jsonl", user(text, number))
        self.write(
            "flags.jsonl",
            user("x", isMeta=True),
            user("x", isCompactSummary=True),
            user("x", origin={"kind": "task-notification"}),
            user([]),
        )
        self.write(
            "people.jsonl",
            user("hello", 20),
            user([{"type": "image"}], 21),
            user(["bare"], 22),
            user([{"type": "text", "text": "<system-reminder>"}, {"type": "text", "text": "hi"}], 23),
            {"type": "user", "sessionId": "s", "timestamp": at(24), "message": "plain"},
        )
        (session,) = self.sessions()
        self.assertEqual(len(session["turns"]), 5)

    def test_a_huge_line(self):
        self.write("a.jsonl", user([{"type": "image", "source": {"data": "A" * 3_000_000}}]))
        self.assertEqual(len(self.sessions()), 1)

    def test_only_a_changed_file_and_a_damaged_entry_are_parsed_again(self):
        self.write("a.jsonl", user("a", session="a"))
        grown = self.write("b.jsonl", user("b", session="b"))
        cache, out = os.path.join(self.folder, "cache"), os.path.join(self.folder, "full.json")

        def extract():
            return run_script(
                "extract_all_sessions.py", os.path.join(self.folder, "in"), out, "--cache", cache
            ).splitlines()[0]

        self.assertIn("(2 parsed, 0 from the cache), 2 sessions", extract())
        with open(grown, "a", encoding="utf-8") as file:
            file.write('{"type":"user","sessionId":"c","message":{"content":"x"}}\n')
        self.assertIn("(1 parsed, 1 from the cache), 3 sessions", extract())
        for name in os.listdir(cache):
            path = os.path.join(cache, name)
            with open(path, encoding="ascii") as file:
                content = file.read()
            with open(path, "w", encoding="ascii") as file:
                file.write(content.replace('"kind":"prompt"', '"kind":"notice"'))
        self.assertIn("(2 parsed, 0 from the cache), 3 sessions", extract())
        os.unlink(grown)
        self.assertIn("(0 parsed, 1 from the cache), 1 sessions", extract())
        self.assertEqual(len(os.listdir(cache)), 1)


if __name__ == "__main__":
    unittest.main()
