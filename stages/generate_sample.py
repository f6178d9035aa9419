#!/usr/bin/env python3
"""Write the synthetic sample of transcripts, and the numbers that the report must find in it.

The same seed gives the same bytes. This is not a stage, because the repository contains the sample.
"""

import json
import os
import shutil

from common.cli import Failure, Parser, run, say
from sample.broken import break_files, to_bytes
from sample.delegating import Delegations
from sample.dice import Dice
from sample.odd_sessions import OddSessions
from sample.oddities import OddLines
from sample.plan import Plan
from sample.truth import Truth

SEED = 20260105


def main():
    parser = Parser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", default="data/sessions", help="default: %(default)s; its contents are replaced"
    )
    parser.add_argument("truth", nargs="?", default="data/sessions-truth.json", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=SEED, help="default: %(default)s")
    arguments = parser.parse_args()

    contents, truth = generate(arguments.seed)
    replace_folder(arguments.folder, contents)
    with open(arguments.truth, "w", encoding="utf-8", newline="\n") as file:
        json.dump(truth.data(len(contents)), file, indent=1, ensure_ascii=False)
        file.write("\n")
    size = sum(map(len, contents.values()))
    say(f"Wrote {len(contents)} files with {truth.sessions} sessions, {size / 1e6:.1f} MB")


def generate(seed):
    """The files of the sample as {path: bytes}, and its truth."""
    dice, truth, files, delegations = Dice(seed), Truth(), {}, Delegations()
    Plan(dice, truth, files, delegations).write()
    lines = OddLines(dice, truth, files, delegations)
    lines.write()
    OddSessions(dice, truth, files, delegations, lines.number).write()
    contents = to_bytes(files)
    break_files(contents, truth)
    return contents, truth


def replace_folder(folder, contents):
    """Empty a folder and write the files; fails if the folder has files other than transcripts."""
    for where, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".jsonl"):
                raise Failure(f"{os.path.join(where, name)} is not a transcript, so {folder} was not changed")
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in contents.items():
        whole = os.path.join(folder, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "wb") as file:
            file.write(content)


if __name__ == "__main__":
    run(main)
