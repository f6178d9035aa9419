#!/usr/bin/env python3
"""Split each project's timeline into segments, at long gaps and where the weekly delegation rate changed."""

from common.cli import Parser, run, say
from common.definitions import UNDATED
from common.files import load_data, save_data
from common.segmenting import segment, segments_of


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("enriched", nargs="?", default="data/enriched_sessions_data.json", help="default: %(default)s")
    parser.add_argument(
        "output", nargs="?", default="data/temporal-segmentation-report.json", help="default: %(default)s"
    )
    arguments = parser.parse_args()

    sessions = load_data(arguments.enriched, "enriched")["sessions"]
    segments, blocks = segment_all(sessions)
    save_data(arguments.output, "segmentation", {"segments": segments, "blocks": blocks})
    tested = [block for block in blocks if block["tested"]]
    changes = sum(len(block["changes"]) for block in tested)
    say(
        f"Split {len(sessions)} sessions into {len(segments)} segments; {len(tested)} of {len(blocks)} blocks are long"
        f" enough to test for a change; changes found: {changes}"
    )


def segment_all(sessions):
    """The segments S1, S2, … and the blocks of all projects, by name; undated sessions are a separate segment."""
    projects = {}
    for session in sessions:
        projects.setdefault(session["project"], []).append(session)
    segments, blocks = [], []
    for project in sorted(projects):
        dated = [session for session in projects[project] if session["start"] is not None]
        undated = [session for session in projects[project] if session["start"] is None]
        dated.sort(key=lambda session: (session["start"], session["id"]))
        found, looked_in = segments_of(project, dated)
        segments += found
        blocks += looked_in
        if undated:
            segments.append(segment(project, undated, UNDATED))
    return [{"id": f"S{number}", **found} for number, found in enumerate(segments, 1)], blocks


if __name__ == "__main__":
    run(main)
