"""What is to be reached, in one table: what is measured, and the most that it may be."""

from dataclasses import dataclass


@dataclass
class Target:
    words: str
    case: str
    size: int
    tool: str
    limit: float  # seconds or bytes; with `against`, how many times that tool's
    against: str = ""
    of: str = "seconds"


def megabytes(count):
    return count * 1e6


IDLE = "nothing to do, 10,000 stages and 80,000 sources"
SMALL = "nothing to do, 1,000 stages and 8,200 sources"
TOUCHED = "one source touched, the plan of"
GLOB = "3,000 stages that read the same 3,000 files by a glob, planned:"
CHAIN = "a chain of 100,000 stages"
LOG = "a log of a million lines:"

TARGETS = [
    Target(f"{IDLE}, JSON", "idle", 10_000, "json", 0.5, "ninja"),
    Target(f"{IDLE}, Swift", "idle", 10_000, "swift", 0.8, "ninja"),
    Target(f"{SMALL}, JSON", "idle", 1_000, "json", 1.0, "ninja"),
    Target(f"{SMALL}, Swift", "idle", 1_000, "swift", 1.0, "ninja"),
    Target(f"{TOUCHED} 10,000 stages, beside `ninja -n`", "touched", 10_000, "json", 0.6, "ninja"),
    Target(f"{TOUCHED} 1,000 stages, beside `ninja -n`", "touched", 1_000, "json", 0.6, "ninja"),
    Target("1,000 tiny stages run by two jobs, JSON", "tiny", 1_000, "json", 1.5, "make"),
    Target("100 tiny stages run by two jobs, JSON", "tiny", 100, "json", 1.5, "make"),
    Target(f"{GLOB} time", "glob-plan", 3_000, "json", 1.0),
    Target(f"{GLOB} memory", "glob-plan", 3_000, "json", megabytes(200), of="memory"),
    Target(f"{CHAIN}, never run, planned: time", "chain-plan", 100_000, "json", 1.0),
    Target(f"{CHAIN}, never run, planned: memory", "chain-plan", 100_000, "json", megabytes(300), of="memory"),
    Target(f"{CHAIN}, nothing to do: time", "chain", 100_000, "json", 1.0),
    Target(f"{CHAIN}, nothing to do: memory", "chain", 100_000, "json", megabytes(300), of="memory"),
    Target("100,000 stages with ten inputs each: memory", "layers", 100_000, "json", 3.0, "ninja", "memory"),
    Target("`pipeline --version`", "start", 5, "version", 0.010),
    Target("the example of five stages, nothing to do", "start", 5, "example", 0.030),
    Target(f"{LOG} `log last`", "log", 1_000_000, "log last", 0.100),
    Target(f"{LOG} `status`", "log", 1_000_000, "status", 0.100),
    Target(f"{LOG} `why`", "log", 1_000_000, "why", 0.100),
]


@dataclass
class Verdict:
    target: Target
    found: float
    lowest: float  # the same of the lowest times, which other work on the machine disturbs less

    @property
    def is_reached(self):
        return self.found <= self.target.limit


def verdicts(rows):
    """Of each target that was measured, what was found."""
    by_key = {(row.case, row.size, row.tool): row for row in rows}
    found = []
    for target in TARGETS:
        row = by_key.get((target.case, target.size, target.tool))
        base = by_key.get((target.case, target.size, target.against))
        if row is None or (target.against and (base is None or base.seconds is None)):
            continue
        lowest = "lowest" if target.of == "seconds" else target.of
        found.append(Verdict(target, *(value(row, base, target, of) for of in (target.of, lowest))))
    return found


def value(row, base, target, of):
    if row.seconds is None:
        return float("inf")
    return getattr(row, of) / getattr(base, of) if target.against else getattr(row, of)
