"""Broken files and lines, each with one known fault."""

import json

from common import reading
from sample.oddities import FOLDER, ODDS


def to_bytes(files):
    """The files as bytes, with one JSON object per line. A lone surrogate can only be written as an escape."""
    return {path: b"".join(_line(line) + b"\n" for line in lines) for path, lines in files.items()}


def _line(line):
    try:
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(line, separators=(",", ":")).encode("ascii")


def break_files(contents, truth):
    """Add and damage files; in the truth, only the counts of faults and foreign lines change."""
    ordinary = sorted(
        path for path in contents if "/subagents/" not in path and "/agent-" not in path and FOLDER not in path
    )
    # A quarter of the files end without a newline.
    for path in ordinary[::4]:
        contents[path] = contents[path][:-1]
    # Two objects on one line, as after a file that once ended without a newline.
    for path in ordinary[1:40:13]:
        lines = contents[path].split(b"\n")
        contents[path] = b"\n".join(lines[:3] + [lines[3] + lines[4]] + lines[5:])
        truth.faults[reading.GLUED] += 1
    # A line that is cut short in the middle of a file, and one at the end; the whole lines would be notices of a hook.
    hook = b'{"type":"attachment","attachment":{"type":"hook_success","content":"' + b"lorem " * 9
    for path in ordinary[2:30:14]:
        lines = contents[path].split(b"\n")
        contents[path] = b"\n".join(lines[:2] + [hook] + lines[2:])
        truth.faults[reading.CUT] += 1
    contents[ordinary[3]] += hook
    truth.faults[reading.CUT] += 1
    for line in (b'"a JSON string"', b'["a", "JSON", "array"]', b"42"):
        contents[ordinary[5]] += line + b"\n"
        truth.faults[reading.NOT_AN_OBJECT] += 1
    contents[ordinary[6]] += b"npm warn deprecated\n\xff\xfe not text\n"
    truth.faults[reading.NOT_JSON] += 2
    contents[ordinary[7]] += b'{"type":"tag","tag":"caf\xe9"}\n'
    truth.faults[reading.NOT_UTF8] += 1
    contents[f"{FOLDER}/empty.jsonl"] = b""
    truth.faults[reading.EMPTY] += 1
    document = {
        "sessionId": "session-1",
        "messages": [{"type": "user", "content": "hello"}, {"type": "gemini", "content": "hi"}],
    }
    contents["chats/session-document.jsonl"] = json.dumps(document, indent=2).encode("ascii")
    truth.faults[reading.DOCUMENT] += 1
    foreign = [
        {"timestamp": "2026-01-20T10:00:00.000Z", "type": kind, "payload": {"cwd": ODDS}}
        for kind in (
            "session_meta",
            "response_item",
            "response_item",
            "event_msg",
            "hook.start",
            "tool.execution_start",
        )
    ] + [{"no": "type"}]
    contents["rollout/rollout-2026-01-20.jsonl"] = b"".join(_line(line) + b"\n" for line in foreign)
    truth.foreign.update(line.get("type", "(no type)") for line in foreign)
