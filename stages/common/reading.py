"""Find the transcripts and parse them line by line; broken lines are counted, and do not stop the reader."""

import fnmatch
import json
import os
import re
import stat
from collections import Counter

from common.cli import Failure
from common.records import records_of

EVERYTHING = "**/*.jsonl"
NEVER_MATCHED = ("__pycache__",)
AGENT_FILE = re.compile(r"agent-(.+)\.jsonl$")
WHOLE_DOCUMENT_LIMIT = 64 * 1024 * 1024
DECODER = json.JSONDecoder()

# Kinds of broken lines and files, as the report names them.
CUT = "line cut short"
GLUED = "two or more objects on one line (all read)"
NOT_JSON = "line is not JSON"
NOT_AN_OBJECT = "line is JSON but not an object"
NOT_UTF8 = "line is not UTF-8 (read with replacement characters)"
TOO_DEEP = "line is nested too deeply"
DOCUMENT = "file is one JSON document, not lines"
EMPTY = "empty file"
UNREADABLE = "file cannot be read"
UNREADABLE_FOLDER = "folder cannot be read"
FILE_FAULTS = (DOCUMENT, EMPTY, UNREADABLE, UNREADABLE_FOLDER)


def find_transcripts(pattern):
    """The files of a folder or a glob such as `data/sessions/**/*.jsonl`.

    Returns (base folder, sorted relative paths, number of unreadable folders). As in the globs of `pipeline`,
    names that begin with a dot do not match, and links are followed.
    """
    base, rest = _split_pattern(os.path.expanduser(pattern))
    if not os.path.isdir(base):
        raise Failure(f"folder {base} does not exist")
    wanted = _glob_expression(rest)
    found, unreadable = [], []
    for folder, folders, files in os.walk(base, onerror=unreadable.append, followlinks=True):
        folders[:] = [name for name in folders if _is_entered(folder, name)]
        for name in files:
            if name.startswith("."):
                continue
            path = os.path.relpath(os.path.join(folder, name), base)
            if wanted.fullmatch(path):
                found.append(path)
    return base, sorted(found, key=os.fsencode), len(unreadable)


def _is_entered(folder, name):
    if name.startswith(".") or name in NEVER_MATCHED:
        return False
    path = os.path.join(folder, name)
    # Following a link to a parent folder would never end.
    return not os.path.islink(path) or not (os.path.realpath(folder) + "/").startswith(os.path.realpath(path) + "/")


def _split_pattern(pattern):
    """The folder that exists, and the glob below it; the name of the folder can look like a glob."""
    if os.path.isdir(pattern):
        return pattern, EVERYTHING
    if pattern.endswith("/" + EVERYTHING) and os.path.isdir(pattern[: -len(EVERYTHING)]):
        return pattern[: -len(EVERYTHING)], EVERYTHING
    parts = pattern.split("/")
    fixed = next((index for index, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts) - 1)
    return "/".join(parts[:fixed]) or ("/" if pattern.startswith("/") else "."), "/".join(parts[fixed:])


def _glob_expression(pattern):
    expression = ""
    for part in re.split(r"(\*\*/|\*\*|/)", pattern):
        if part == "**/":
            expression += r"(?:[^/]+/)*"
        elif part == "**":
            expression += r".*"
        else:
            # fnmatch's `*` also matches `/`; here it must not.
            translated = fnmatch.translate(part)
            expression += re.sub(r"^\(\?s:(.*)\)\\[Zz]$", r"\1", translated, flags=re.DOTALL).replace(".*", "[^/]*")
    return re.compile(expression, re.DOTALL)


def read_transcript(path):
    """The records of one file, with counts: {records, lines, bytes, faults, types, foreign}."""
    digest = {"records": [], "lines": 0, "bytes": 0}
    counts = {"faults": Counter(), "types": Counter(), "foreign": Counter()}
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError("not a regular file")
        with open(path, "rb") as file:
            first_fault = _read_lines(file, digest, counts)
        if not digest["bytes"]:
            counts["faults"][EMPTY] += 1
        elif first_fault and digest["lines"] > 1 and _is_document(path):
            # A line of a JSON document can look like a record.
            digest["records"], counts = [], _only(DOCUMENT)
    except OSError:
        digest.update(records=[], lines=0, bytes=0)
        counts = _only(UNREADABLE)
    digest.update((name, dict(sorted(counter.items()))) for name, counter in counts.items())
    return digest


def _only(fault):
    return {"faults": Counter({fault: 1}), "types": Counter(), "foreign": Counter()}


def _read_lines(file, digest, counts):
    """Read all lines; returns the fault of the first line, or None."""
    first_fault = None
    for number, raw in enumerate(file):
        digest["bytes"] += len(raw)
        if number == 0:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        digest["lines"] += 1
        objects, fault = parse_line(raw)
        if fault:
            counts["faults"][fault] += 1
            first_fault = first_fault or digest["lines"] == 1 and fault
        for line in objects:
            _read_object(line, digest["records"], counts)
    return first_fault


def _read_object(line, records, counts):
    made = records_of(line)
    name = line.get("type") if isinstance(line.get("type"), str) else "(no type)"
    counts["types" if made else "foreign"][name[:60]] += 1
    records.extend(made)


def parse_line(raw):
    """The objects of one line, and its fault if it is not exactly one object."""
    fault = None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text, fault = raw.decode("utf-8", "replace"), NOT_UTF8
    text = text.strip()
    objects, position = [], 0
    while position < len(text):
        try:
            value, position = DECODER.raw_decode(text, position)
        except RecursionError:
            return objects, TOO_DEEP
        except ValueError as problem:
            return objects, _fault_of(text, position, problem)
        if not isinstance(value, dict):
            return objects, NOT_AN_OBJECT if position == len(text) and not objects else NOT_JSON
        objects.append(value)
        while position < len(text) and text[position].isspace():
            position += 1
    return objects, fault or (GLUED if len(objects) > 1 else None)


def _fault_of(text, start, problem):
    """The fault of text that is not JSON: cut short if an object begins but does not end."""
    began = text.startswith("{", start) and len(text) > start + 1
    unfinished = not text.endswith("}") or getattr(problem, "pos", 0) >= len(text) or "Unterminated" in str(problem)
    return CUT if began and unfinished else NOT_JSON


def _is_document(path):
    if os.path.getsize(path) > WHOLE_DOCUMENT_LIMIT:
        return False
    try:
        with open(path, encoding="utf-8") as file:
            json.load(file)
    except (ValueError, RecursionError):
        return False
    return True


def place_of(path):
    """The session and the sub-agent that a relative path names: (path without extension, agent's id or None).

    A file below `<session>/subagents/` belongs to `<session>`.
    """
    parts = path.split("/")
    match = AGENT_FILE.match(parts[-1])
    agent = match.group(1) if match else None
    if "subagents" in parts[1:-1]:
        return "/".join(parts[: parts.index("subagents", 1)]), agent
    return path[: -len(".jsonl")] if path.endswith(".jsonl") else path, agent
