"""Snakemake: a rule a stage."""

import os

from tools import Tool, run


class Snakemake(Tool):
    name = "snakemake"
    title = "Snakemake"
    program = "snakemake"

    def write(self, graph, root):
        with open(os.path.join(root, "Snakefile"), "w", encoding="utf-8") as file:
            file.write(f"rule all:\n    input: {graph.last()!r}\n")
            for number, stage in enumerate(graph.stages):
                file.write(f"rule s{number}:\n    input: {stage.inputs!r}\n")
                file.write(f"    output: {stage.output!r}\n    shell: {stage.command!r}\n")

    def build(self, jobs=2):
        return [self.program, "-c", str(jobs), "--quiet", "all"]

    def plan(self):
        return [self.program, "-n"]

    def is_idle(self, root):
        return "Nothing to be done" in run([self.program, "-n"], root)[1]
