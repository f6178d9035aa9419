#!/usr/bin/env python3
"""Read all transcripts and write their sessions, without copies and texts, and with sub-agents joined."""

import os
from collections import Counter

from common.assembly import assemble
from common.cache import Cache
from common.cli import Failure, Parser, run, say
from common.files import save_data
from common.reading import FILE_FAULTS, UNREADABLE_FOLDER, find_transcripts


def main():
    parser = Parser(description=__doc__)
    parser.add_argument(
        "transcripts",
        nargs="?",
        default="data/sessions/**/*.jsonl",
        help="a folder, or a glob with ** (default: %(default)s)",
    )
    parser.add_argument("output", nargs="?", default="data/full_sessions_data.json", help="default: %(default)s")
    parser.add_argument("--cache", metavar="FOLDER", default="data/.extraction-cache", help="default: %(default)s")
    arguments = parser.parse_args()

    base, paths, unreadable = find_transcripts(arguments.transcripts)
    if not paths:
        raise Failure(f"no transcript matches {arguments.transcripts}")
    cache, totals = Cache(arguments.cache), Totals(unreadable)
    sessions, copies = assemble(totals.watch(path, cache.read(os.path.join(base, path))) for path in paths)
    cache.prune()

    made_from = totals.summary(sessions, copies)
    save_data(arguments.output, "sessions", {"made_from": made_from, "sessions": sessions}, compact=True)
    say(
        f"Read {len(paths)} files ({cache.misses} parsed, {cache.hits} from the cache), {len(sessions)} sessions, "
        f"{made_from['broken_lines']} broken lines"
    )
    for kind, number in made_from["faults"].items():
        say(f"  {number} × {kind}")


class Totals:
    """Counts over all files."""

    def __init__(self, unreadable_folders):
        self.files = self.lines = self.bytes = 0
        self.faults, self.types, self.foreign = Counter(), Counter(), Counter()
        if unreadable_folders:
            self.faults[UNREADABLE_FOLDER] = unreadable_folders

    def watch(self, path, digest):
        """Count one file, and return its path and records."""
        self.files += 1
        self.lines += digest["lines"]
        self.bytes += digest["bytes"]
        self.faults.update(digest["faults"])
        self.types.update(digest["types"])
        self.foreign.update(digest["foreign"])
        return path, digest["records"]

    def summary(self, sessions, copies):
        times = [time for session in sessions for time in (session["start"], session["end"]) if time is not None]
        faults = dict(sorted(self.faults.items()))
        return {
            "synthetic": bool(sessions) and all(session["synthetic"] for session in sessions),
            "files": self.files,
            "lines": self.lines,
            "bytes": self.bytes,
            "sessions": len(sessions),
            "sessions_named_by_file": sum(session["named_by"] == "file" for session in sessions),
            "undated_sessions": sum(session["start"] is None for session in sessions),
            "first": min(times, default=None),
            "last": max(times, default=None),
            "copies": copies,
            "broken_lines": sum(number for kind, number in faults.items() if kind not in FILE_FAULTS),
            "broken_files": sum(number for kind, number in faults.items() if kind in FILE_FAULTS),
            "faults": faults,
            "types": dict(sorted(self.types.items())),
            "foreign": dict(sorted(self.foreign.items())),
        }


if __name__ == "__main__":
    run(main)
