"""Shared code of the example pipeline's tests: runs the scripts, and makes lines of transcripts."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAGES = os.path.join(ROOT, "stages")
SAMPLE = os.path.join(ROOT, "data", "sessions")
sys.path.insert(0, STAGES)
sys.dont_write_bytecode = True

FULL, ENRICHED = "full_sessions_data.json", "enriched_sessions_data.json"
ROUTING, MARATHONS = "routing_patterns_by_period.json", "marathon-classification.json"
SEGMENTATION, AGGREGATE, REPORT = "temporal-segmentation-report.json", "aggregate_results.json", "routing_report.md"


class Failed(Exception):
    """Raised if a script does not exit with status 0."""


def run_script(name, *arguments, cwd=None):
    """Run one script; returns its standard output."""
    command = [sys.executable, "-B", os.path.join(STAGES, name), *arguments]
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise Failed(f"{name}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8", "replace")


def run_chain(transcripts, out):
    """Run every script of the five stages, in order, from `transcripts` to files in `out`."""

    def at(name):
        return os.path.join(out, name)

    printed = run_script("extract_all_sessions.py", transcripts, at(FULL), "--cache", at(".extraction-cache"))
    run_script("extract_enriched_data.py", at(FULL), at(ENRICHED))
    run_script("extract_routing_patterns.py", at(ENRICHED), at(ROUTING))
    run_script("classify_marathons.py", at(ENRICHED), at(MARATHONS))
    run_script("segment_data.py", at(ENRICHED), at(SEGMENTATION))
    run_script(
        "analysis_runner.py",
        "--all",
        "--enriched",
        at(ENRICHED),
        "--routing",
        at(ROUTING),
        "--marathons",
        at(MARATHONS),
        "--segmentation",
        at(SEGMENTATION),
        "--results",
        at("results"),
        "--aggregate",
        at(AGGREGATE),
    )
    run_script("generate_routing_report.py", at(AGGREGATE), at(REPORT), at("routing_report"))
    return printed


def load(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def read_text(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def bytes_of(folder):
    """{relative path: bytes} of all files in a folder, without the cache."""
    found = {}
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".extraction-cache"]
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


class FolderCase(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, path, *lines, end="\n"):
        """Write a transcript: dicts become JSON, text and bytes stay as they are."""
        whole = os.path.join(self.folder, "in", path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        parts = [
            line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode("utf-8")
            for line in lines
        ]
        with open(whole, "wb") as file:
            file.write(b"\n".join(parts) + (end.encode() if parts else b""))
        return whole

    def sessions(self):
        """The enriched sessions of the written transcripts."""
        return self.extract()[1]

    def extract(self):
        """(`made_from`, the enriched sessions) of the written transcripts."""
        out = os.path.join(self.folder, "out")
        run_script(
            "extract_all_sessions.py",
            os.path.join(self.folder, "in"),
            os.path.join(out, FULL),
            "--cache",
            os.path.join(out, "cache"),
        )
        run_script("extract_enriched_data.py", os.path.join(out, FULL), os.path.join(out, ENRICHED))
        enriched = load(out, ENRICHED)
        return enriched["made_from"], enriched["sessions"]


def at(minute, second=0):
    """A timestamp on a fixed day, as minutes after 10:00 UTC."""
    return f"2026-02-03T{10 + minute // 60:02d}:{minute % 60:02d}:{second:02d}.000Z"


def user(content, minute=0, session="s", **more):
    return {
        "type": "user",
        "sessionId": session,
        "timestamp": at(minute),
        "cwd": "/p",
        "message": {"role": "user", "content": content},
        **more,
    }


def assistant(*content, minute=0, session="s", message=None, usage=None, **more):
    body = {"role": "assistant", "model": "m", "content": list(content)}
    if message:
        body["id"] = message
    if usage is not None:
        body["usage"] = usage
    return {"type": "assistant", "sessionId": session, "timestamp": at(minute), "cwd": "/p", "message": body, **more}


def use(identity, name="Bash", **given):
    return {"type": "tool_use", "id": identity, "name": name, "input": given}


def result(identity, content="done", minute=0, session="s", error=None, **more):
    block = {"type": "tool_result", "tool_use_id": identity, "content": content}
    if error is not None:
        block["is_error"] = error
    return user([block], minute, session, **more)


def spent(output, **more):
    return {
        "input_tokens": 1,
        "output_tokens": output,
        "cache_creation_input_tokens": 2,
        "cache_read_input_tokens": 3,
        **more,
    }
