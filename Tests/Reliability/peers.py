#!/usr/bin/env python3
"""The same edits of the same project under this runner, GNU make, Snakemake and DVC.

    peers.py [--binary PATH] [--tools make,snakemake,dvc,time,content] [--keep]

Each edit is made in a copy of a project that was built once. The tool is run, and it is seen which
stages ran. *Wrong* is an edit after which an output has other bytes than a clean build of the same
sources has; *needless* counts stages that ran though nothing that they were told or read had other
bytes. Tools that are not on PATH are left out. Prints a table in Markdown.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

STAGES = ["clean", "count", "top", "report"]
OUTPUTS = ["data/clean.csv", "data/count.txt", "data/top.csv", "data/report.md"]

# Each script notes that it ran. Where there is a file `hold`, the first one stops half-way until
# there is a file `go`.
SCRIPTS = {
    "clean": """echo clean >> ran.txt
echo BEGIN > data/clean.csv
if [ -e hold ]; then touch held; while [ ! -e go ]; do sleep 0.01; done; fi
for file in raw/*.csv; do sort "$file"; done >> data/clean.csv
""",
    "count": """echo count >> ran.txt
wc -l < data/clean.csv > data/count.txt
""",
    "top": """echo top >> ran.txt
head -n "$1" data/clean.csv > data/top.csv
""",
    "report": """echo report >> ran.txt
cat data/count.txt data/top.csv > data/report.md
echo "region $REGION" >> data/report.md
""",
}


@dataclass
class Settings:
    """What stands in the manifest, apart from what never changes."""

    top: int = 2
    count_name: str = "count"
    region: str = "north"


@dataclass
class Tool:
    name: str
    write: Callable[[Path, Settings], None]
    command: Callable[[], list[str]]
    prepare: Callable[[Path], None] = lambda root: None
    wrong: list[str] = field(default_factory=list)
    needless: int = 0
    cells: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- manifests


def write_pipeline(staleness: str) -> Callable[[Path, Settings], None]:
    def write(root: Path, settings: Settings) -> None:
        (root / "pipeline.json").write_text(f"""{{"name": "p", "staleness": "{staleness}", "stages": [
{{"name": "clean", "scripts": [{{"script": "scripts/clean.sh"}}], "inputs": ["raw/*.csv"], "outputs": ["data/clean.csv"]}},
{{"name": "{settings.count_name}", "scripts": [{{"script": "scripts/count.sh"}}], "inputs": ["data/clean.csv"], "outputs": ["data/count.txt"]}},
{{"name": "top", "scripts": [{{"script": "scripts/top.sh", "arguments": [{settings.top}]}}], "inputs": ["data/clean.csv"], "outputs": ["data/top.csv"]}},
{{"name": "report", "scripts": [{{"script": "scripts/report.sh"}}], "inputs": ["data/count.txt", "data/top.csv"], "outputs": ["data/report.md"], "environment": ["REGION"]}}
]}}
""")

    return write


def write_make(root: Path, settings: Settings) -> None:
    (root / "Makefile").write_text(f"""all: data/report.md
data/clean.csv: $(wildcard raw/*.csv) scripts/clean.sh
\tsh scripts/clean.sh
data/count.txt: data/clean.csv scripts/count.sh
\tsh scripts/count.sh
data/top.csv: data/clean.csv scripts/top.sh
\tsh scripts/top.sh {settings.top}
data/report.md: data/count.txt data/top.csv scripts/report.sh
\tsh scripts/report.sh
""")


def write_snakemake(root: Path, settings: Settings) -> None:
    (root / "Snakefile").write_text(f"""import glob, os
rule report:
    input: "data/count.txt", "data/top.csv", script="scripts/report.sh"
    output: "data/report.md"
    params: region=os.environ.get("REGION")
    shell: "sh {{input.script}}"
rule clean:
    input: sorted(glob.glob("raw/*.csv")), script="scripts/clean.sh"
    output: "data/clean.csv"
    shell: "sh {{input.script}}"
rule {settings.count_name}:
    input: "data/clean.csv", script="scripts/count.sh"
    output: "data/count.txt"
    shell: "sh {{input.script}}"
rule top:
    input: "data/clean.csv", script="scripts/top.sh"
    output: "data/top.csv"
    params: top={settings.top}
    shell: "sh {{input.script}} {{params.top}}"
""")


def write_dvc(root: Path, settings: Settings) -> None:
    (root / "dvc.yaml").write_text(f"""stages:
  clean:
    cmd: sh scripts/clean.sh
    deps: [raw, scripts/clean.sh]
    outs: [data/clean.csv]
  {settings.count_name}:
    cmd: sh scripts/count.sh
    deps: [data/clean.csv, scripts/count.sh]
    outs: [data/count.txt]
  top:
    cmd: sh scripts/top.sh {settings.top}
    deps: [data/clean.csv, scripts/top.sh]
    outs: [data/top.csv]
  report:
    cmd: sh scripts/report.sh
    deps: [data/count.txt, data/top.csv, scripts/report.sh]
    outs: [data/report.md]
""")


def prepare_dvc(root: Path) -> None:
    quiet(["dvc", "init", "-q", "--no-scm"], root)


# ---------------------------------------------------------------- projects


def quiet(command: list[str], root: Path, **more: str) -> int:
    return subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).returncode


def git(root: Path, *words: str) -> None:
    quiet(["git", "-c", "user.name=p", "-c", "user.email=p@example.org", *words], root)


def sources(root: Path) -> None:
    """The scripts and inputs, with another branch in which one input differs."""
    for folder in ["raw", "data", "scripts"]:
        (root / folder).mkdir(parents=True)
    for name, text in SCRIPTS.items():
        (root / "scripts" / f"{name}.sh").write_text(text)
    for number, name in enumerate("abc"):
        (root / "raw" / f"{name}.csv").write_text(f"{name}1\n{name}{number}\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "raw", "scripts")
    git(root, "commit", "-qm", "one")
    git(root, "checkout", "-qb", "other")
    (root / "raw" / "b.csv").write_text("other\n")
    git(root, "commit", "-qam", "two")
    git(root, "checkout", "-q", "main")


def clean_build(root: Path, settings: Settings) -> dict[str, bytes]:
    """What a build from nothing makes of the sources as they are."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        for name in ["raw", "scripts"]:
            shutil.copytree(root / name, fresh / name)
        (fresh / "data").mkdir()
        for stage in STAGES:
            arguments = [str(settings.top)] if stage == "top" else []
            quiet(["sh", f"scripts/{stage}.sh", *arguments], fresh, REGION=settings.region)
        return outputs(fresh)


def outputs(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in OUTPUTS if (root / name).exists()}


def bring_up_to_date(tool: Tool, root: Path, settings: Settings) -> list[str]:
    """Runs the tool; tells which stages ran."""
    (root / "ran.txt").write_text("")
    quiet(tool.command(), root, REGION=settings.region)
    return (root / "ran.txt").read_text().split()


# ---------------------------------------------------------------- edits


def settle() -> None:
    """Times are compared: an edit is made when the clock of the disk has gone on."""
    time.sleep(0.02)


def write(name: str, text: str):
    def edit(tool: Tool, root: Path, settings: Settings) -> None:
        (root / name).write_text(text)

    return edit


def nothing(tool: Tool, root: Path, settings: Settings) -> None:
    pass


def copied(*command: str):
    def edit(tool: Tool, root: Path, settings: Settings) -> None:
        other = root.parent / "copy"
        quiet([*command, str(root), str(other)], root.parent)
        shutil.rmtree(root)
        other.rename(root)

    return edit


def there_and_back(tool: Tool, root: Path, settings: Settings) -> None:
    git(root, "checkout", "-q", "other")
    settle()
    git(root, "checkout", "-q", "main")


def touched(tool: Tool, root: Path, settings: Settings) -> None:
    os.utime(root / "raw" / "a.csv")


def older(tool: Tool, root: Path, settings: Settings) -> None:
    path = root / "raw" / "a.csv"
    path.write_text("old\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))


def removed(name: str):
    def edit(tool: Tool, root: Path, settings: Settings) -> None:
        (root / name).unlink()

    return edit


def commented(tool: Tool, root: Path, settings: Settings) -> None:
    path = root / "scripts" / "clean.sh"
    path.write_text("# a comment\n" + path.read_text())


def set_top(tool: Tool, root: Path, settings: Settings) -> None:
    settings.top = 4
    tool.write(root, settings)


def renamed(tool: Tool, root: Path, settings: Settings) -> None:
    settings.count_name = "counting"
    tool.write(root, settings)


def set_region(tool: Tool, root: Path, settings: Settings) -> None:
    settings.region = "south"


def start_until_held(tool: Tool, root: Path, settings: Settings) -> subprocess.Popen:
    """Starts a run, and returns when its first script waits."""
    run = subprocess.Popen(
        tool.command(),
        cwd=root,
        env={**os.environ, "REGION": settings.region},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (root / "held").exists() and run.poll() is None:
        time.sleep(0.01)
    settle()
    return run


def hold(tool: Tool, root: Path, settings: Settings) -> subprocess.Popen:
    """Starts a run that stops in the middle of the first stage."""
    (root / "raw" / "a.csv").write_text("before\n")
    (root / "hold").touch()
    return start_until_held(tool, root, settings)


def edited_meanwhile(tool: Tool, root: Path, settings: Settings) -> None:
    run = hold(tool, root, settings)
    (root / "raw" / "c.csv").write_text("meanwhile\n")
    (root / "hold").unlink()
    # The first glob was expanded already in what `sort` has read only if the script went on.
    (root / "go").touch()
    run.wait()


def read_then_edited(tool: Tool, root: Path, settings: Settings) -> None:
    """An input is edited after the script has read it, and before the script has ended."""
    script = root / "scripts" / "clean.sh"
    script.write_text(SCRIPTS["clean"] + 'if [ -e hold2 ]; then touch held; while [ ! -e go ]; do sleep 0.01; done; fi\n')
    (root / "hold2").touch()
    run = start_until_held(tool, root, settings)
    (root / "raw" / "c.csv").write_text("late\n")
    (root / "hold2").unlink()
    (root / "go").touch()
    run.wait()


def killed(tool: Tool, root: Path, settings: Settings) -> None:
    """The tool and its scripts are killed while an output is half written; two tries to go on."""
    run = hold(tool, root, settings)
    marker = str(root).encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if os.readlink(entry / "cwd").encode() == marker:
                os.kill(int(entry.name), signal.SIGKILL)
        except OSError:
            pass
    run.wait()
    (root / "hold").unlink()


@dataclass
class Edit:
    name: str
    make: Callable[[Tool, Path, Settings], object]
    # The stages that had to run: those of which something told or read has other bytes.
    needed: list[str]


EDITS = [
    Edit("nothing", nothing, []),
    Edit("`cp -a` of the project", copied("cp", "-a"), []),
    Edit("another branch and back", there_and_back, []),
    Edit("an input touched", touched, []),
    Edit("an input edited", write("raw/a.csv", "x\ny\n"), STAGES),
    Edit("an older input put back", older, STAGES),
    Edit("a glob gains a file", write("raw/d.csv", "d\n"), STAGES),
    Edit("a glob loses a file", removed("raw/b.csv"), STAGES),
    Edit("a comment in a script", commented, ["clean"]),
    Edit("an argument changed", set_top, ["top", "report"]),
    Edit("a variable changed", set_region, ["report"]),
    Edit("an output removed", removed("data/top.csv"), ["top"]),
    Edit("an output edited by hand", write("data/count.txt", "99\n"), ["count"]),
    Edit("a stage renamed", renamed, []),
    Edit("edited before it was read", edited_meanwhile, STAGES),
    Edit("edited after it was read", read_then_edited, STAGES),
    Edit("killed half-way", killed, STAGES),
]


# ---------------------------------------------------------------- the comparison


def try_edit(tool: Tool, edit: Edit, base: Path, folder: Path) -> None:
    root = folder / "project"
    shutil.rmtree(root, ignore_errors=True)
    quiet(["cp", "-a", str(base), str(root)], folder)
    settings = Settings()
    settle()
    edit.make(tool, root, settings)
    settle()
    ran = bring_up_to_date(tool, root, settings)
    isWrong = outputs(root) != clean_build(root, settings)
    needless = sum(1 for stage in ran if stage not in edit.needed)
    tool.needless += needless
    if isWrong:
        tool.wrong.append(edit.name)
    tool.cells.append(("**wrong**, " if isWrong else "") + (f"{len(ran)} ran" + (f", {needless} needless" if needless else "")))


def tools(binary: str) -> list[Tool]:
    return [
        Tool("make", write_make, lambda: ["make", "-s"]),
        Tool("snakemake", write_snakemake, lambda: ["snakemake", "-c1", "report", "--quiet", "all"]),
        Tool("dvc", write_dvc, lambda: ["dvc", "repro", "-q"], prepare_dvc),
        Tool("time", write_pipeline("time"), lambda: [binary, "-q"]),
        Tool("content", write_pipeline("content"), lambda: [binary, "-q"]),
    ]


TITLES = {"time": "`pipeline`", "content": "`pipeline`, by content"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=".build/release/pipeline")
    parser.add_argument("--tools", default="make,snakemake,dvc,time,content")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    wanted = options.tools.split(",")
    chosen = [tool for tool in tools(binary) if tool.name in wanted]
    chosen = [tool for tool in chosen if shutil.which(tool.command()[0])]
    with tempfile.TemporaryDirectory() as folder:
        for tool in chosen:
            home = Path(folder).resolve() / tool.name
            base = home / "base"
            sources(base)
            tool.write(base, Settings())
            tool.prepare(base)
            if sorted(bring_up_to_date(tool, base, Settings())) != sorted(STAGES):
                print(f"{tool.name} did not build the project", file=sys.stderr)
                return 1
            for edit in EDITS:
                try_edit(tool, edit, base, home)
                print(f"{tool.name}: {edit.name}: {tool.cells[-1]}", file=sys.stderr)
    print("| edit | " + " | ".join(TITLES.get(tool.name, tool.name) for tool in chosen) + " |")
    print("|---" * (len(chosen) + 1) + "|")
    for index, edit in enumerate(EDITS):
        print(f"| {edit.name} | " + " | ".join(tool.cells[index] for tool in chosen) + " |")
    print("| **wrong results** | " + " | ".join(str(len(tool.wrong)) for tool in chosen) + " |")
    print("| **needless runs** | " + " | ".join(str(tool.needless) for tool in chosen) + " |")
    return 1 if any(tool.wrong for tool in chosen if tool.name in TITLES) else 0


if __name__ == "__main__":
    sys.exit(main())
