"""The whole example pipeline on the sample: it finds the planted numbers, and gives the same bytes again."""

import json
import os
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import support
from support import AGGREGATE, ENRICHED, FULL, MARATHONS, REPORT, ROOT, ROUTING, SAMPLE, SEGMENTATION

KINDS = ("input", "output", "cache_creation", "cache_read")


def sums(row):
    """A sum of tokens in the form of sessions-truth.json."""
    return {
        "messages": row["messages"],
        **{kind: row[kind]["tokens"] for kind in KINDS},
        **{f"unknown {kind}": row[kind]["unknown"] for kind in KINDS},
    }


class SampleTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.out = cls.holder.name
        cls.printed = support.run_chain(os.path.join(SAMPLE, "**/*.jsonl"), cls.out)
        cls.truth = support.load(os.path.join(ROOT, "data"), "sessions-truth.json")
        cls.found = support.load(cls.out, AGGREGATE)
        cls.delegation, cls.tokens, cls.failures = (
            cls.found["strategies"][name] for name in ("delegation", "tokens", "failures")
        )
        cls.report = support.read_text(cls.out, REPORT)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_counts_of_the_input(self):
        for name in ("files", "sessions", "copies", "faults", "foreign"):
            self.assertEqual(self.found["made_from"][name], self.truth[name], name)
        self.assertTrue(self.printed.startswith(f"Read {self.truth['files']} files "), self.printed)

    def test_turns_and_routes(self):
        self.assertEqual(self.delegation["turns"], self.truth["turns"])
        self.assertEqual(self.delegation["prompted_turns"], self.truth["prompted_turns"])
        self.assertEqual({row["route"]: row["turns"]["k"] for row in self.delegation["by_route"]}, self.truth["routes"])
        self.assertEqual(self.failures["interrupted_turns"]["k"], self.truth["interrupted_turns"])

    def test_delegations_and_their_outcomes(self):
        found = {
            row["type"]: {name: count for name, count in row["outcomes"].items() if count}
            for row in self.delegation["by_type"]
        }
        self.assertEqual(found, self.truth["outcomes"])

    def test_costs_of_delegations(self):
        self.assertEqual(
            {row["type"]: sums(row["cost"]) for row in self.delegation["by_type"] if row["cost"]["messages"]},
            self.truth["costs"],
        )

    def test_tokens(self):
        self.assertEqual({row["side"]: sums(row) for row in self.tokens["by_side"]}, self.truth["tokens"])

    def test_failure_rates(self):
        found = {
            f"{row['tool']} ({row['side']})": {
                "calls": row["calls"],
                "answered": row["calls"] - row["unanswered"],
                "error": row["error_rate"]["k"],
                "rejected": row["rejection_rate"]["k"],
                "interrupted": row["interruption_rate"]["k"],
            }
            for row in self.failures["by_tool"]
        }
        self.assertEqual(found, self.truth["calls"])

    def test_active_time_and_the_one_marathon(self):
        cutoffs = {str(row["idle_minutes"]): row for row in self.found["marathons"]["cutoffs"]}
        self.assertEqual({name: row["marathons"] for name, row in cutoffs.items()}, self.truth["marathons"])
        self.assertEqual({name: row["total_ms"] for name, row in cutoffs.items()}, self.truth["active_ms"])
        self.assertEqual({name: row["machine_ms"] for name, row in cutoffs.items()}, self.truth["machine_ms"])
        self.assertEqual([row["id"] for row in self.found["marathons"]["marathons"]], self.truth["marathon_sessions"])
        self.assertEqual(len(self.truth["marathon_sessions"]), 1)

    def test_the_change_in_its_week_and_no_other(self):
        tested = {block["project"]: block["changes"] for block in self.found["blocks"] if block["tested"]}
        change = self.truth["change"]
        (found,) = tested[change["project"]]
        self.assertEqual(found["week"], change["week"])
        self.assertEqual(
            [found[side][part] for side in ("before", "after") for part in "kn"], change["before"] + change["after"]
        )
        self.assertEqual(tested[self.truth["no_change"]], [])

    def test_the_report_has_the_planted_numbers(self):
        truth, rows = self.truth, [line for line in self.report.splitlines() if line.startswith("| ")]
        self.assertIn("synthetic sample", self.report.split("##")[0])
        self.assertIn(f"Made from {truth['files']} files", self.report)
        self.assertIn(f": {truth['sessions']} sessions.", self.report)
        for kind, count in truth["faults"].items():
            self.assertIn(f"| {kind} | {count} |", rows)
        for route, count in truth["routes"].items():
            self.assertTrue(
                any(row.startswith(f"| `{route}` |") and f"| {count} of {truth['turns']}" in row for row in rows), route
            )
        for side, tokens in truth["tokens"].items():
            self.assertTrue(
                any(
                    row.startswith(f"| {side} | {tokens['messages']:,} |") and f"| {tokens['output']:,}" in row
                    for row in rows
                ),
                side,
            )
        self.assertIn(f"| 30 min | 1 of {truth['sessions']} |", self.report)
        self.assertIn(truth["change"]["week"], self.report)
        self.assertIn("No change found", self.report)
        for name in re.findall(r"\]\((routing_report/[^)]+)\)", self.report):
            self.assertTrue(os.path.getsize(os.path.join(self.out, name)), name)
        self.assertGreater(
            self.report.index("## Definitions"),
            max(match.start() for match in re.finditer(r"^## (?!Def)", self.report, re.M)),
        )

    def test_no_text_of_prompts_or_answers(self):
        words = ("consectetur", "adipiscing", "incididunt", "日本語", "Warmup", "half a pair", "all green")
        for name, content in support.bytes_of(self.out).items():
            for word in words:
                self.assertNotIn(word.encode("utf-8"), content, name)
                self.assertNotIn(json.dumps(word).strip('"').encode("ascii"), content, name)

    def test_sums_agree(self):
        check_sums(self, self.out)

    def test_the_same_bytes_again_and_with_a_warm_cache(self):
        first = support.bytes_of(self.out)
        printed = support.run_chain(os.path.join(SAMPLE, "**/*.jsonl"), self.out)
        self.assertIn(f"(0 parsed, {self.truth['files']} from the cache)", printed)
        self.assertEqual(support.bytes_of(self.out), first)
        shutil.rmtree(os.path.join(self.out, ".extraction-cache"))
        support.run_chain(SAMPLE, self.out)
        self.assertEqual(support.bytes_of(self.out), first)

    def test_one_strategy_alone_gives_the_same_file(self):
        at = {name: os.path.join(self.out, name) for name in (ENRICHED, ROUTING, MARATHONS, SEGMENTATION)}
        with tempfile.TemporaryDirectory() as results:
            support.run_script(
                "analysis_runner.py",
                "--strategy",
                "tokens",
                "--enriched",
                at[ENRICHED],
                "--routing",
                at[ROUTING],
                "--marathons",
                at[MARATHONS],
                "--segmentation",
                at[SEGMENTATION],
                "--results",
                results,
            )
            self.assertEqual(os.listdir(results), ["tokens.json"])
            self.assertEqual(
                support.load(results, "tokens.json"), support.load(os.path.join(self.out, "results"), "tokens.json")
            )

    def test_another_schema_version_is_refused(self):
        for name, script, stage in (
            (FULL, "extract_enriched_data.py", "extraction"),
            (ENRICHED, "segment_data.py", "extraction"),
            (AGGREGATE, "generate_routing_report.py", "analysis"),
        ):
            data = support.load(self.out, name)
            for damage in ({"schema_version": 99}, {"schema_version": True}, {"schema": "other"}):
                with tempfile.TemporaryDirectory() as folder:
                    path = os.path.join(folder, name)
                    with open(path, "w", encoding="utf-8") as file:
                        json.dump({**data, **damage}, file)
                    with self.assertRaises(support.Failed) as caught:
                        support.run_script(script, path, os.path.join(folder, "out"))
                    self.assertIn(f"pipeline --stage {stage} --force", str(caught.exception))
                    self.assertNotIn("Traceback", str(caught.exception))
                    self.assertEqual(os.listdir(folder), [name])

    def test_the_generator_makes_the_sample_byte_for_byte(self):
        with tempfile.TemporaryDirectory() as folder:
            support.run_script(
                "generate_sample.py", os.path.join(folder, "sessions"), os.path.join(folder, "truth.json")
            )
            self.assertEqual(support.bytes_of(os.path.join(folder, "sessions")), support.bytes_of(SAMPLE))
            self.assertEqual(support.load(folder, "truth.json"), self.truth)


@unittest.skipUnless(os.environ.get("TRANSCRIPTS"), "TRANSCRIPTS names no folder")
class OwnTranscriptsTests(unittest.TestCase):
    def test_every_script_succeeds_and_sums_agree(self):
        with tempfile.TemporaryDirectory() as out:
            support.run_chain(os.environ["TRANSCRIPTS"], out)
            first = support.bytes_of(out)
            check_sums(self, out)
            support.run_chain(os.environ["TRANSCRIPTS"], out)
            self.assertEqual(support.bytes_of(out), first)


def check_sums(test, out):
    """Check the sums that must agree for any data."""
    enriched, found = support.load(out, ENRICHED)["sessions"], support.load(out, AGGREGATE)
    delegation, tokens, failures = (found["strategies"][name] for name in ("delegation", "tokens", "failures"))
    identities = [one["id"] for session in enriched for one in session["delegations"]]
    test.assertEqual(len(identities), len(set(identities)))
    test.assertEqual(delegation["delegations"], len(identities))
    test.assertEqual(sum(row["delegations"] for row in delegation["by_type"]), len(identities))
    test.assertEqual(sum(delegation["outcomes"].values()), len(identities))
    test.assertEqual(sum(row["delegations"] for row in delegation["by_segment"]), len(identities))
    test.assertEqual(sum(row["turns"]["k"] for row in delegation["by_route"]), delegation["turns"])
    test.assertEqual(sum(row["delegating_turns"]["n"] for row in delegation["by_segment"]), delegation["turns"])
    test.assertEqual(sum(row["turns"] for row in found["routing"]["periods"]), delegation["turns"])
    test.assertEqual(sum(row["sessions"] for row in found["segments"]), found["made_from"]["sessions"])
    for groups in ("by_side", "by_model", "by_segment"):
        for kind in KINDS:
            for part in ("tokens", "unknown"):
                test.assertEqual(
                    sum(row[kind][part] for row in tokens[groups]), tokens["total"][kind][part], (groups, kind, part)
                )
    for groups in ("by_side", "by_tool", "by_route", "by_segment"):
        test.assertEqual(sum(row["calls"] for row in failures[groups]), failures["total"]["calls"], groups)
        test.assertEqual(
            sum(row["error_rate"]["k"] for row in failures[groups]), failures["total"]["error_rate"]["k"], groups
        )


if __name__ == "__main__":
    unittest.main()
