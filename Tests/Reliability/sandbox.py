"""A project to run, what its outputs must be, and what must hold of it at any moment.

The scripts of a project are small shell scripts whose outputs are a function of what they read, and
this module computes the same function: what a clean build would leave is known without running
anything.
"""

import fnmatch
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

HANG = 180  # seconds; nothing here takes more than a few, whatever else the machine does
MARK = "RELIABILITY_MARK"
CRASHES = {4, 5, 6, 7, 8, 11}  # the signals of a process that went wrong by itself


# What the runner keeps in `.pipeline/`; `commit` takes git's answer and is removed at once.
OWN_FILES = {"lock", "salt", "state", "snapshot", "log.jsonl", ".gitignore", "commit"}

# How a line of the log begins; within a line neither stands.
LINE_BEGINS = re.compile(rb'\{"event":"|\{"stage":"[^"]*","timestamp":')


class Failure(Exception):
    """A promise that was not kept."""


class Step:
    """One script or command: writes each of `writes` anew, from what it reads."""

    def __init__(self, reads, writes, kind="script", argument="1", setsid=False):
        self.reads = list(reads)  # files, `folder/` or globs
        self.writes = list(writes)  # files or `folder/`
        self.kind = kind
        self.argument = argument
        self.setsid = setsid
        self.version = 1

    def targets(self):
        for output in self.writes:
            if output.endswith("/"):
                yield output + "one"
                yield output + "two"
            else:
                yield output


class Stage:
    def __init__(self, name, steps, upstream=(), hidden=(), slow=False, alone=False, **clauses):
        self.name = name
        self.steps = steps
        # Whether its scripts look whether another one of them is alive.
        self.alone = alone
        self.upstream = list(upstream)
        # What it reads without saying so: safe only from a stage that is declared upstream.
        self.hidden = list(hidden)
        self.slow = slow
        self.clauses = clauses

    @property
    def outputs(self):
        return [output for step in self.steps for output in step.writes]

    @property
    def inputs(self):
        own = set(self.outputs)
        seen = dict.fromkeys(name for step in self.steps for name in step.reads)
        return [name for name in seen if name not in own and name not in self.hidden]

    def script_path(self, number):
        return f"scripts/{self.name}.{number}.sh"

    def text(self, number):
        step = self.steps[number]
        lines = []
        if step.kind == "script":
            lines += ["#!/bin/sh", f"# version {step.version}"]
            if step.setsid:
                lines.append('[ "${INNER-}" ] || { export INNER=1; exec setsid -w sh "$0" "$@"; }')
            argument = '"$1"'
        else:
            argument = step.argument
        lines += ["set -eu; export LC_ALL=C"]
        if self.alone:
            # The system closes descriptors in order: before standard output, by which the runner sees
            # that a script lives.
            lines.append(
                # 1 is a conflict; `flock` itself may be ended by TERM, before this shell is.
                f"exec 0<> control/busy.{self.name}; flock -n 0 ||"
                f" {{ [ $? -gt 1 ] || echo {self.name} >> control/clash; }}"
            )
        if number == 0:
            lines.append(
                f"if [ -e control/fail.{self.name} ]; then rm control/fail.{self.name};"
                f" for f in {' '.join(step.targets())}; do mkdir -p \"$(dirname \"$f\")\";"
                ' echo BEGIN > "$f"; done; exit 3; fi'
            )
        pause = " sleep 0.01;" if self.slow else ""
        reads = " ".join(name + "*" if name.endswith("/") else name for name in step.reads)
        for output in step.writes:
            if output.endswith("/"):
                lines.append(f"mkdir -p {output}; rm -f {output}*")
        for target in step.targets():
            lines.append(
                f"{{ echo BEGIN {self.name} {step.version} {argument} {target};{pause}"
                f' for f in {reads}; do echo "$f"; md5sum < "$f"; done;{pause} echo END; }} > {target}'
            )
        if number == 0:
            lines.append(
                f"if [ -e control/hold.{self.name} ]; then : > control/held.{self.name};"
                f" while [ -e control/hold.{self.name} ]; do sleep 0.01; done; fi"
            )
        return "\n".join(lines) + "\n"

    def declaration(self):
        scripts = []
        for number, step in enumerate(self.steps):
            if step.kind == "script":
                scripts.append({"script": self.script_path(number), "arguments": [step.argument]})
            else:
                scripts.append({"command": self.text(number)})
        stage = {"name": self.name, "scripts": scripts, "inputs": self.inputs, "outputs": self.outputs}
        if self.upstream:
            stage["upstream"] = self.upstream
        return {**stage, **self.clauses}

    def expected(self, read, names):
        """What its outputs must hold, by name, with `read` for a file and `names` for a pattern."""
        made = {}

        def content(name):
            return made[name] if name in made else read(name)

        for step in self.steps:
            for target in step.targets():
                parts = [f"BEGIN {self.name} {step.version} {step.argument} {target}\n"]
                for pattern in step.reads:
                    own = sorted(name for name in made if matches(name, pattern))
                    for name in own or names(pattern):
                        digest = hashlib.md5(content(name)).hexdigest()
                        parts.append(f"{name}\n{digest}  -\n")
                parts.append("END\n")
                made[target] = "".join(parts).encode()
        return made


def matches(name, pattern):
    if pattern.endswith("/"):
        return name.startswith(pattern)
    same_depth = name.count("/") == pattern.count("/")
    return name == pattern or (same_depth and fnmatch.fnmatchcase(name, pattern))


class Outcome:
    def __init__(self, status, output, errors):
        self.status = status
        self.output = output
        self.errors = errors

    @property
    def words(self):
        return f"status {self.status}\n{self.output}{self.errors}"


class Project:
    """A folder with a manifest, scripts and inputs."""

    def __init__(self, root, binary, stages):
        self.root = os.path.realpath(root)
        self.binary = binary
        self.stages = stages
        self.torn = set()  # the beginnings of lines that a killed run left in the log
        os.makedirs(self.path("control"), exist_ok=True)

    # Files

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def exists(self, name):
        return os.path.lexists(self.path(name))

    def remove(self, name):
        path = self.path(name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif os.path.lexists(path):
            os.unlink(path)

    def names(self, pattern):
        full = pattern + "*" if pattern.endswith("/") else pattern
        found = glob.glob(self.path(full))
        return sorted((os.path.relpath(path, self.root) for path in found), key=os.fsencode)

    def files(self):
        found = set()
        for folder, _, names in os.walk(self.root):
            found.update(os.path.relpath(os.path.join(folder, name), self.root) for name in names)
        return found

    def declare(self):
        """Writes the manifest, and those scripts that are not as they should be."""
        for stage in self.stages:
            for number, step in enumerate(stage.steps):
                name = stage.script_path(number)
                text = stage.text(number).encode()
                if step.kind == "script" and (not self.exists(name) or self.read(name) != text):
                    self.write(name, text)
        manifest = {"name": "reliability", "stages": [stage.declaration() for stage in self.stages]}
        self.write("pipeline.json", json.dumps(manifest, indent=1))

    # Processes

    def environment(self, extra=None):
        return {**os.environ, MARK: self.root, **(extra or {})}

    def start(self, *arguments, extra=None):
        return subprocess.Popen(
            [self.binary, *arguments],
            cwd=self.root,
            env=self.environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, process, what, may_die=False):
        """Waits for the end; a hang and the status of a crash are failures."""
        try:
            output, errors = process.communicate(timeout=HANG)
        except subprocess.TimeoutExpired:
            self.kill_all()
            process.communicate()
            raise Failure(f"`{what}` was not done after {HANG} s")
        outcome = Outcome(
            process.returncode, output.decode(errors="replace"), errors.decode(errors="replace")
        )
        died = -outcome.status if outcome.status < 0 else outcome.status - 128
        if died in CRASHES:
            raise Failure(f"`{what}` crashed: {outcome.words}")
        if outcome.status < 0 and not may_die:
            raise Failure(f"`{what}` was killed: {outcome.words}")
        return outcome

    def run(self, *arguments, extra=None, may_die=False):
        return self.finish(
            self.start(*arguments, extra=extra), " ".join(("pipeline", *arguments)), may_die
        )

    def living(self):
        """The processes that were started for this project and have not ended."""
        mark = f"{MARK}={self.root}".encode()
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    if mark not in file.read().split(b"\0"):
                        continue
                with open(f"/proc/{name}/stat", "rb") as file:
                    if file.read().rsplit(b")", 1)[1].split()[0] in (b"Z", b"X"):
                        continue
            except OSError:
                continue
            found.append(int(name))
        return found

    def kill_all(self):
        for _ in range(1000):
            living = self.living()
            if not living:
                return
            for pid in living:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.005)
        raise Failure("processes that cannot be killed")

    def wait(self, what, condition):
        end = time.monotonic() + HANG
        while not condition():
            if time.monotonic() > end:
                self.kill_all()
                raise Failure(f"not after {HANG} s: {what}")
            time.sleep(0.002)

    # What must hold

    def expected(self, stages=None):
        """The outputs of a clean build from the inputs as they are, by name."""
        made = {}

        def read(name):
            return made[name] if name in made else self.read(name)

        outputs = {output for stage in self.stages for output in stage.outputs}

        def names(pattern):
            found = [
                name
                for name in self.names(pattern)
                if not any(matches(name, output) for output in outputs)
            ]
            found += [name for name in made if matches(name, pattern)]
            return sorted(found, key=os.fsencode)

        for stage in self.ordered():
            made.update(stage.expected(read, names))
        return made

    def ordered(self):
        """The stages, each behind those whose outputs it reads."""
        makers = {output: stage for stage in self.stages for output in stage.outputs}
        done, order = set(), []

        def visit(stage):
            if stage.name in done:
                return
            done.add(stage.name)
            for pattern in [name for step in stage.steps for name in step.reads]:
                for output, maker in makers.items():
                    inner = output + "one" if output.endswith("/") else output
                    if maker is not stage and (output == pattern or matches(inner, pattern)):
                        visit(maker)
            order.append(stage)

        for stage in self.stages:
            visit(stage)
        return order

    def check_built(self, when):
        """All outputs are as a clean build would leave them."""
        expected = self.expected()
        for name, content in expected.items():
            if not self.exists(name):
                raise Failure(f"{when}: `{name}` is missing")
            found = self.read(name)
            if found != content:
                raise Failure(f"{when}: `{name}` is\n{text(found)}and must be\n{text(content)}")
        for stage in self.stages:
            for output in stage.outputs:
                if output.endswith("/"):
                    extra = set(self.names(output)) - set(expected)
                    if extra:
                        raise Failure(f"{when}: in `{output}` lies {sorted(extra)}")

    def verdicts(self):
        """What `--list-stages` says, by stage; the other commands that read must agree."""
        listed = self.run("--list-stages", "--json")
        if listed.status != 0:
            raise Failure(f"--list-stages: {listed.words}")
        verdicts = {
            stage["stage"]: stage["verdict"] for stage in json.loads(listed.output)["stages"]
        }
        check = self.run("--check")
        wanted = 0 if set(verdicts.values()) <= {"up_to_date"} else 1
        if check.status != wanted:
            raise Failure(f"--check ends with {check.status}, --list-stages says {verdicts}")
        status = self.run("status", "--json")
        if status.status != 0:
            raise Failure(f"status: {status.words}")
        states = {stage["stage"]: stage["state"] for stage in json.loads(status.output)["stages"]}
        for name, state in states.items():
            if state == "up_to_date" and verdicts.get(name) != "up_to_date":
                raise Failure(f"status calls `{name}` up to date, --list-stages {verdicts[name]}")
        return verdicts

    def verdicts_exist(self):
        """The commands that read end well, while scripts of a dead run may still be writing."""
        for arguments in (["--list-stages"], ["status"], ["status", "--json"], ["log"]):
            outcome = self.run(*arguments)
            if outcome.status != 0:
                raise Failure(f"{arguments}: {outcome.words}")
        if self.run("--check").status not in (0, 1):
            raise Failure("--check")

    def check_verdicts(self, when):
        """Nothing is called up to date that is not what its inputs, as they are, give."""
        verdicts = self.verdicts()
        for stage in self.stages:
            if verdicts[stage.name] != "up_to_date":
                continue
            for name, content in stage.expected(self.read, self.names).items():
                if not self.exists(name):
                    raise Failure(f"{when}: `{stage.name}` is called up to date without `{name}`")
                found = self.read(name)
                if found != content:
                    raise Failure(
                        f"{when}: `{stage.name}` is called up to date and `{name}` is\n"
                        f"{text(found)}and must be\n{text(content)}"
                    )
        return verdicts

    def log_lines(self):
        """The complete lines of the log that are whole, decoded."""
        if not self.exists(".pipeline/log.jsonl"):
            return []
        pieces = self.read(".pipeline/log.jsonl").split(b"\n")
        lines = []
        for piece in pieces[:-1]:
            if piece in self.torn or not piece:
                continue
            try:
                lines.append(json.loads(piece))
            except ValueError:
                raise Failure(f"a complete line of the log is no JSON: {piece[:300]!r}")
        return lines

    def note_torn(self):
        """Remembers what a killed run has left behind the last line."""
        if self.exists(".pipeline/log.jsonl"):
            self.torn.add(self.read(".pipeline/log.jsonl").split(b"\n")[-1])

    def log_lines_after_error(self):
        """As `log_lines`, where an append may have failed in the middle of a line.

        A line that was cut and then ended is no JSON, once; no other line may be glued to it.
        """
        if not self.exists(".pipeline/log.jsonl"):
            return
        pieces = self.read(".pipeline/log.jsonl").split(b"\n")
        for piece in pieces:
            if LINE_BEGINS.search(piece, 1):
                raise Failure(f"lines of the log are glued: {piece!r}")
        for piece in pieces:
            try:
                json.loads(piece or b"0")
            except ValueError:
                self.torn.add(piece)

    def started(self):
        """How often an attempt was started so far, by stage."""
        counts = {}
        for line in self.log_lines():
            if line["event"] == "attempt_started":
                stage = line["attempt"]["stage"]
                counts[stage] = counts.get(stage, 0) + 1
        return counts

    def check_undisturbed(self, when, *arguments):
        """One undisturbed run makes all good and leaves nothing behind; the next starts nothing."""
        outcome = self.run(*arguments)
        if outcome.status != 0:
            raise Failure(f"{when}: the run after it: {outcome.words}")
        self.check_built(when)
        if self.exists("control/clash"):
            raise Failure(f"{when}: two scripts at once of {self.read('control/clash')!r}")
        self.wait_gone(when)
        self.check_files(when)
        before = self.started()
        again = self.run()
        if again.status != 0 or self.started() != before:
            raise Failure(f"{when}: a further run was not idle: {again.words}")
        check = self.run("--check")
        if check.status != 0:
            plan = self.run("-n")
            raise Failure(f"{when}: after a run --check ends with {check.status}: {plan.words}")
        self.log_lines()

    def wait_gone(self, when):
        self.wait(f"{when}: nothing of the runs lives", lambda: not self.living())

    def check_files(self, when):
        """No file lies about that is not a part of the project."""
        known = set(self.expected()) | {"pipeline.json"}
        for stage in self.stages:
            known |= {stage.script_path(number) for number in range(len(stage.steps))}
        for name in self.files():
            first, _, rest = name.partition("/")
            if first in ("control", "in") or name in known:
                continue
            if first != ".pipeline":
                raise Failure(f"{when}: `{name}` was left behind")
            if rest not in OWN_FILES and not fnmatch.fnmatch(
                rest, "*.new"
            ) and rest.split("/")[0] not in ("runs", "kept", "graphs"):
                raise Failure(f"{when}: `{name}` was left behind")


def text(content):
    return content.decode(errors="replace")


def make_shim(folder):
    """Compiles the shim; the path of the library."""
    library = os.path.join(folder, "shim.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim.c")
    compiler = next((name for name in ("clang", "cc", "gcc") if shutil.which(name)), None)
    if compiler is None:
        raise SystemExit("no C compiler: clang, cc or gcc is needed")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl"], check=True
    )
    return library


class Shim:
    """How a run is disturbed: the settings of the preloaded library."""

    def __init__(self, library, binary):
        self.library = library
        self.binary = os.path.realpath(binary)

    def settings(self, project, mode, at=0, call="", number=0):
        return {
            "LD_PRELOAD": self.library,
            "RELIABILITY_EXE": self.binary,
            "RELIABILITY_ROOT": project.root,
            "RELIABILITY_MODE": mode,
            "RELIABILITY_CALL": call,
            "RELIABILITY_AT": str(at),
            "RELIABILITY_ERRNO": str(number),
            "RELIABILITY_TRACE": self.trace(project),
        }

    @staticmethod
    def trace(project):
        return project.root + ".trace"

    def hit(self, project):
        """The calls that were noted: (number, name, object)."""
        try:
            with open(self.trace(project), encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return []
        return [tuple((line.split(" ", 2) + [""])[:3]) for line in lines]


class Case:
    """One case: a label by which it can be asked for again, and what it does in a fresh folder."""

    def __init__(self, label, body):
        self.label = label
        self.body = body  # gets the path of a folder that is not there yet


def fresh_folder(base):
    return tempfile.mkdtemp(prefix="case-", dir=base)
