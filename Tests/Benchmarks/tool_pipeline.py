"""The runner itself, with the graph as JSON or as the loop that declares it in Swift."""

import json
import os
import shutil

import graphs
from tools import Tool, run, write_text


class Pipeline(Tool):
    def __init__(self, binary):
        self.program = binary

    def build(self, jobs=2):
        return [self.program, "-j", str(jobs)]

    def plan(self):
        return [self.program, "--dry-run"]

    def is_idle(self, root):
        return run([self.program, "--check"], root)[0] == 0

    def adopts(self):
        return True


class JSONPipeline(Pipeline):
    name = "json"
    title = "`pipeline`, JSON"

    def write(self, graph, root):
        stages = [
            {
                "name": stage.name,
                "scripts": [{"command": stage.command}],
                "inputs": [stage.pattern] if stage.pattern else stage.inputs,
                "outputs": [stage.output],
            }
            for stage in graph.stages
        ]
        with open(os.path.join(root, "pipeline.json"), "w", encoding="utf-8") as file:
            # A stage a line: written as one value, a graph with a million edges would be one line.
            file.write(f'{{"name": "{graph.kind}", "stages": [\n')
            file.write(",\n".join(json.dumps(stage) for stage in stages))
            file.write("\n]}\n")


class SwiftPipeline(Pipeline):
    name = "swift"
    title = "`pipeline`, Swift"

    def is_there(self):
        return super().is_there() and shutil.which("swiftc") is not None

    def write(self, graph, root):
        text = f'{graphs.SWIFT_NAMES}\nlet pipeline = Pipeline("{graph.kind}") {{{graph.swift}\n}}\n'
        write_text(root, "Pipeline.swift", text)
        # As a manifest with thousands of stages is compiled from its second time on.
        run([self.program, "manifest", "--optimize"], root)
