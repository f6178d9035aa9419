"""The scripts as programs: their failures, empty input, and the outputs that the manifest declares."""

import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import support
from support import REPORT, STAGES, FolderCase, result, run_chain, user

SCRIPTS = [name for name in sorted(os.listdir(STAGES)) if name.endswith(".py")]


class FailureTests(FolderCase):
    def fail(self, status, name, *arguments):
        """Run a script that must fail with one line on stderr; returns the line."""
        command = [sys.executable, "-B", os.path.join(STAGES, name), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        line = done.stderr.decode()
        self.assertEqual((done.returncode, line.count("\n")), (status, 1), line)
        return line

    def test_eight_scripts(self):
        self.assertEqual(len(SCRIPTS), 8)

    def test_wrong_usage(self):
        for name in SCRIPTS:
            self.assertIn(
                "--nonsense",
                self.fail(2, name, "--all", "--nonsense") if "runner" in name else self.fail(2, name, "--nonsense"),
            )
        self.fail(2, "analysis_runner.py")
        self.fail(2, "analysis_runner.py", "--strategy", "money")
        for hours in ("0", "-1", "nan", "inf", "two"):
            self.assertIn(hours, self.fail(2, "classify_marathons.py", f"--hours={hours}"))

    def test_missing_inputs(self):
        for name in SCRIPTS:
            if name not in ("generate_sample.py", "extract_all_sessions.py"):
                arguments = ["--all"] if "runner" in name else []
                self.assertIn("pipeline --stage", self.fail(1, name, *arguments))
        self.assertIn("data/sessions", self.fail(1, "extract_all_sessions.py"))
        os.mkdir(os.path.join(self.folder, "empty"))
        self.assertIn("no transcript", self.fail(1, "extract_all_sessions.py", "empty"))

    def test_damaged_inputs(self):
        for content in ("", "{", "[]", "null", '{"schema": "sessions"}', "[" * 100_000):
            path = os.path.join(self.folder, "bad.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
            self.assertIn(
                "pipeline --stage extraction --force", self.fail(1, "extract_enriched_data.py", path, "out.json")
            )

    def test_the_generator_does_not_replace_a_folder_with_other_files(self):
        os.mkdir(os.path.join(self.folder, "mine"))
        path = os.path.join(self.folder, "mine", "thesis.tex")
        with open(path, "w", encoding="utf-8") as file:
            file.write("x")
        self.fail(1, "generate_sample.py", "mine", "truth.json")
        self.assertTrue(os.path.exists(path))


class NothingTests(FolderCase):
    def test_a_folder_without_a_usable_session(self):
        self.write("empty.jsonl", end="")
        self.write("other.jsonl", {"type": "response_item"}, "not json", "[1]")
        out = os.path.join(self.folder, "out")
        run_chain(os.path.join(self.folder, "in"), out)
        report = support.read_text(out, REPORT)
        for sentence in (
            "0 sessions",
            "There is no human turn",
            "There is no delegation",
            "There is no tool call",
            "no message of a model",
            "There is no session",
            "No line has a usable time",
        ):
            self.assertIn(sentence, report)
        self.assertNotIn("synthetic", report.split("## Definitions")[0])

    def test_sessions_without_any_time(self):
        lines = [user("a"), result("t")]
        for line in lines:
            del line["timestamp"]
        self.write("a.jsonl", *lines)
        out = os.path.join(self.folder, "out")
        run_chain(os.path.join(self.folder, "in"), out)
        report = support.read_text(out, REPORT)
        self.assertIn("1 session without any usable time", report)
        self.assertIn("| S1 | `/p` | undated |", report)
        self.assertNotIn("1970", report)

    def test_any_locale(self):
        self.write("größe.jsonl", user("a", session="ß\ud800", cwd="/home/größe"))
        command = [
            sys.executable,
            "-B",
            os.path.join(STAGES, "extract_all_sessions.py"),
            "in",
            "full.json",
            "--cache",
            "cache",
        ]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        self.assertEqual(done.returncode, 0)


class ManifestTests(FolderCase):
    def test_the_manifest_declares_the_outputs_of_the_scripts(self):
        with open(os.path.join(STAGES, "Pipeline.swift"), encoding="utf-8") as file:
            manifest = file.read()
        self.write("a.jsonl", user("a"))
        out = os.path.join(self.folder, "out")
        run_chain(os.path.join(self.folder, "in"), out)
        declared = set(re.findall(r"[\w-]+\.(?:json|md|svg)\b", manifest))
        self.assertEqual(declared, {os.path.basename(path) for path in support.bytes_of(out)})
        for name in SCRIPTS:
            self.assertEqual(f'"stages/{name}"' in manifest, name != "generate_sample.py", name)


if __name__ == "__main__":
    unittest.main()
