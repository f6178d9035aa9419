"""`Foundation.Process` without a runner around it: it starts the commands, and plans and remembers nothing."""

import os

from tools import Tool, run, write_text


class BareProcess(Tool):
    name = "Foundation.Process"
    program = "swiftc"

    def __init__(self, folder):
        self.source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bare_process.swift")
        self.binary = os.path.join(folder, "bare_process")

    def is_there(self):
        """Whether it could be compiled."""
        return super().is_there() and run(self.compiler(), os.path.dirname(self.binary))[0] == 0

    def compiler(self):
        return [self.program, "-O", "-static-stdlib", self.source, "-o", self.binary]

    def write(self, graph, root):
        write_text(root, "commands.txt", "".join(f"{stage.command}\n" for stage in graph.stages))

    def build(self, jobs=2):
        return [self.binary, str(jobs)]
