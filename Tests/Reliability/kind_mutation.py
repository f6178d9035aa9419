"""The rule is broken on purpose, in a copy of the sources: does anything notice?

Each file in `mutations/` says in its first line what is broken, then where: `file PATH`, the old text
between `<<<` and `===`, the new one down to `>>>`. Says which kind of the quick suite was the first to notice,
or, where none did, which unit test; a mutation that nobody notices is a failure. Takes a build for each: by
hand only.
"""

import os
import re
import shutil
import subprocess
import sys
import threading

from sandbox import Case, Failure

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BLOCK = re.compile(r"^file (\S+)\n<<<\n(.*?)===\n(.*?)>>>\n", re.MULTILINE | re.DOTALL)
KINDS = ["truncation", "history", "crash", "oracle", "errors", "random-kill"]
ONE_AT_A_TIME = threading.Lock()


def sources(base):
    """A copy of the sources that all mutations share, so that each build goes on from the last."""
    copy = os.path.join(base, "mutated")
    if not os.path.exists(copy):
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True
        ).stdout.split(b"\0")
        for name in map(os.fsdecode, filter(None, names)):
            target = os.path.join(copy, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(os.path.join(TOP, name), target, follow_symlinks=False)
    return copy


def apply(text, copy):
    """Edits the copy; the files as they were."""
    before = {}
    for name, old, new in BLOCK.findall(text):
        path = os.path.join(copy, name)
        with open(path, encoding="utf-8") as file:
            content = file.read()
        before.setdefault(path, content)
        if content.count(old) != 1:
            raise Failure(f"in {name} stands {content.count(old)} times:\n{old}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(content.replace(old, new))
    if not before:
        raise Failure("nothing to break")
    return before


def build(copy):
    outcome = subprocess.run(
        ["swift", "build", "-c", "release", "--product", "pipeline"],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    if outcome.returncode != 0:
        raise Failure(f"it does not build:\n{outcome.stdout[-2000:]}{outcome.stderr[-2000:]}")
    return os.path.join(copy, ".build/release/pipeline")


def first_to_notice(options, binary):
    """The first kind with a failure, and its case."""
    for kind in KINDS:
        suite = subprocess.run(
            [
                *(sys.executable, os.path.join(HERE, "run"), "--quick", "--fail-fast", kind),
                *("--seed", str(options.seed), "--binary", binary),
            ],
            capture_output=True,
            text=True,
        )
        found = re.search(r"^✗ (.*);$", suite.stdout, re.MULTILINE)
        if found:
            return kind, found.group(1)
        if suite.returncode != 0:
            raise Failure(f"the suite itself: {suite.stdout}{suite.stderr}")
    return None, ""


def test_that_notices(copy):
    """The first unit test of the engine that fails."""
    tests = subprocess.run(
        ["swift", "test", "--filter", "PipelineEngineTests"],
        cwd=copy,
        capture_output=True,
        text=True,
    )
    found = re.search(r'✘ Test "?(.*?)"? (?:recorded|failed)', tests.stdout + tests.stderr)
    return ("unit tests", found.group(1)) if found else (None, "")


def noticed(options, text):
    def body(root):
        with ONE_AT_A_TIME:
            copy = sources(options.base)
            before = apply(text, copy)
            try:
                binary = build(copy)
                kind, label = first_to_notice(options, binary)
                if not kind:
                    kind, label = test_that_notices(copy)
            finally:
                for path, content in before.items():
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(content)
            print(f"{text.splitlines()[0]} Noticed by: {kind or 'nobody'} ({label})", flush=True)
            if not kind:
                raise Failure("nobody noticed")

    return body


def cases(options):
    folder = os.path.join(HERE, "mutations")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        yield Case(f"mutation {name.removesuffix('.txt')};", noticed(options, text))
