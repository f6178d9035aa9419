"""GNU make, without its built-in rules: with them it looks for hundreds of files that nobody has."""

import os
import subprocess

from tools import Tool, run


class Make(Tool):
    name = "make"
    title = "`make -r`"
    program = "make"
    has_records = False

    def is_there(self):
        if not super().is_there():
            return False
        return "GNU Make" in subprocess.run(["make", "--version"], capture_output=True, text=True).stdout

    def write(self, graph, root):
        with open(os.path.join(root, "Makefile"), "w", encoding="utf-8") as file:
            groups = {}
            file.write(f"all: {' '.join(graph.last())}\n.PHONY: all\n")
            for stage in graph.stages:
                inputs = " ".join(stage.inputs) if not stage.pattern else groups.get(stage.pattern)
                if inputs is None:
                    name = f"group{len(groups)}"
                    inputs = groups[stage.pattern] = f"$({name})"
                    file.write(f"{name} := $(wildcard {stage.pattern})\n")
                file.write(f"{stage.output}: {inputs}\n\t: > $@\n")

    def build(self, jobs=2):
        return [self.program, "-r", f"-j{jobs}"]

    def plan(self):
        return [self.program, "-r", "-n"]

    def is_idle(self, root):
        return run([self.program, "-r", "-q"], root)[0] == 0
