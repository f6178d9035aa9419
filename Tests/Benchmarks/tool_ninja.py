"""Ninja: one rule, and a `build` line a stage."""

import os

from tools import Tool, run


class Ninja(Tool):
    name = "ninja"
    title = "Ninja"
    program = "ninja"

    def write(self, graph, root):
        with open(os.path.join(root, "build.ninja"), "w", encoding="utf-8") as file:
            file.write("rule empty\n  command = : > $out\n")
            groups = {}
            for stage in graph.stages:
                inputs = " ".join(stage.inputs) if not stage.pattern else groups.get(stage.pattern)
                if inputs is None:
                    # Ninja has no globs; a name for all the files is how one would write it.
                    inputs = groups[stage.pattern] = f"group{len(groups)}"
                    file.write(f"build {inputs}: phony {' '.join(stage.inputs)}\n")
                file.write(f"build {stage.output}: empty {inputs}\n")

    def build(self, jobs=2):
        return [self.program, "-j", str(jobs)]

    def plan(self):
        return [self.program, "-n"]

    def is_idle(self, root):
        return "no work to do" in run([self.program, "-n"], root)[1]
