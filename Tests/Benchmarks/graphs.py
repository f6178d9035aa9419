"""The graphs that are measured, as values; a writer of each tool puts them into its own words.

Each graph comes with the loop that declares it in Swift, since a graph of that size is never written
out by hand. The files of a graph lie in folders of a thousand, and every command makes one empty file:
what is measured is the tool, not the work.
"""

from dataclasses import dataclass, field

FOLDER_SIZE = 1000


def source(number):
    return f"in/{number // FOLDER_SIZE}/{number}.txt"


def output(number):
    return f"out/{number // FOLDER_SIZE}/{number}.txt"


# The same two names in Swift.
SWIFT_NAMES = """\
import PipelineDescription

func source(_ number: Int) -> String { "in/\\(number / 1000)/\\(number).txt" }
func output(_ number: Int) -> String { "out/\\(number / 1000)/\\(number).txt" }
"""


@dataclass
class Stage:
    name: str
    inputs: list  # paths; stages that read the same files share one list
    output: str
    pattern: str = ""  # what matches all its inputs, where they are told by a glob

    @property
    def command(self):
        return f": > {self.output}"


@dataclass
class Graph:
    kind: str
    sources: list
    stages: list
    swift: str  # what stands between the braces of `Pipeline`
    files: int = field(init=False)

    def __post_init__(self):
        self.files = len(self.sources) + len(self.stages)

    def last(self):
        """The outputs that no stage reads: who asks for them asks for everything."""
        seen, inner = set(), set()
        for stage in self.stages:
            if id(stage.inputs) not in seen:
                seen.add(id(stage.inputs))
                inner.update(stage.inputs)
        return [stage.output for stage in self.stages if stage.output not in inner]


def stage(number, inputs):
    return Stage(f"s{number}", inputs, output(number))


def chain(size):
    """Each stage reads what the one before it wrote."""
    stages = [stage(0, [source(0)])]
    stages += [stage(number, [output(number - 1)]) for number in range(1, size)]
    swift = f"""
  for number in 0..<{size} {{
    Stage("s\\(number)") {{
      Command(": > \\(output(number))")
      Inputs(number == 0 ? source(0) : output(number - 1))
      Outputs(output(number))
    }}
  }}"""
    return Graph("chain", [source(0)], stages, swift)


def fan(size):
    """One stage, all others read its output, and the last one reads theirs."""
    middle = [output(number) for number in range(1, size - 1)]
    stages = [stage(0, [source(0)])]
    stages += [stage(number, [output(0), source(number)]) for number in range(1, size - 1)]
    stages.append(stage(size - 1, middle))
    swift = f"""
  for number in 0..<{size - 1} {{
    Stage("s\\(number)") {{
      Command(": > \\(output(number))")
      Inputs(number == 0 ? [source(0)] : [output(0), source(number)])
      Outputs(output(number))
    }}
  }}
  Stage("s{size - 1}") {{
    Command(": > \\(output({size - 1}))")
    Inputs((1..<{size - 1}).map(output))
    Outputs(output({size - 1}))
  }}"""
    return Graph("fan", [source(number) for number in range(size - 1)], stages, swift)


def layers(size, pool=None, extra=0, width=100):
    """Each stage reads eight sources, and outputs of two stages of the layer before.

    The sources are eight for each stage, or `pool` many that stages share: making a million files takes
    longer than what is measured. `extra` more are read by one stage in so many.
    """
    width = min(width, max(2, size // 5))
    own = pool or size * 8
    stages = []
    for number in range(size):
        inputs = [source((number * 8 + index) % own) for index in range(8)]
        if extra:
            inputs.append(source(own + number % extra))
        if number >= width:
            above = number - width
            inputs += [output(above), output(above - above % width + (above + 1) % width)]
        stages.append(stage(number, inputs))
    more = f"      Inputs(source({own} + number % {extra}))\n" if extra else ""
    swift = f"""
  for number in 0..<{size} {{
    let above = number - {width}
    Stage("s\\(number)") {{
      Command(": > \\(output(number))")
      Inputs((0..<8).map {{ source((number * 8 + $0) % {own}) }})
{more}      if above >= 0 {{
        Inputs(output(above), output(above - above % {width} + (above + 1) % {width}))
      }}
      Outputs(output(number))
    }}
  }}"""
    return Graph("layers", [source(number) for number in range(own + extra)], stages, swift)


def all_to_all(size, by_glob=True):
    """As many stages as files, and each stage reads all files: by one glob, or each file by its name."""
    files = [f"in/{number}.txt" for number in range(size)]
    pattern = "in/*.txt" if by_glob else ""
    stages = [Stage(f"s{number}", files, output(number), pattern) for number in range(size)]
    inputs = '"in/*.txt"' if by_glob else f'(0..<{size}).map {{ "in/\\($0).txt" }}'
    swift = f"""
  for number in 0..<{size} {{
    Stage("s\\(number)") {{
      Command(": > \\(output(number))")
      Inputs({inputs})
      Outputs(output(number))
    }}
  }}"""
    return Graph("all-to-all", files, stages, swift)


STEPS = 5


def sweep(size):
    """Samples, and steps that each sample goes through; each step has settings of its own."""
    samples = size // STEPS
    stages = []
    for sample in range(samples):
        for step in range(STEPS):
            number = sample * STEPS + step
            before = source(STEPS + sample) if step == 0 else output(number - 1)
            stages.append(Stage(f"sample{sample}-step{step}", [before, source(step)], output(number)))
    swift = f"""
  for sample in 0..<{samples} {{
    for step in 0..<{STEPS} {{
      let number = sample * {STEPS} + step
      Stage("sample\\(sample)-step\\(step)") {{
        Command(": > \\(output(number))")
        Inputs(step == 0 ? source({STEPS} + sample) : output(number - 1), source(step))
        Outputs(output(number))
      }}
    }}
  }}"""
    return Graph("sweep", [source(number) for number in range(STEPS + samples)], stages, swift)


def shared_layers(size):
    """Layers whose stages read eight of as many sources as there are stages: ten inputs each."""
    return layers(size, pool=size)


