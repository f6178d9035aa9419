"""`Foundation.Process` without a runner around it: it starts the commands, and plans and remembers nothing."""

import os

from bench import Fault
from tools import Tool, run, write_text


class BareProcess(Tool):
    name = "Foundation.Process"
    title = "`Foundation.Process`"
    program = "swiftc"

    def __init__(self, folder):
        self.source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bare_process.swift")
        self.binary = os.path.join(folder, "bare_process")

    def compile(self):
        command = [self.program, "-O", "-static-stdlib", self.source, "-o", self.binary]
        status, text = run(command, os.path.dirname(self.binary))
        if status != 0:
            raise Fault(f"{os.path.basename(self.source)} does not compile:\n{text}")

    def write(self, graph, root):
        write_text(root, "commands.txt", "".join(f"{stage.command}\n" for stage in graph.stages))

    def build(self, jobs=2):
        return [self.binary, str(jobs)]
