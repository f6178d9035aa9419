"""DVC, without git; it has no jobs for stages."""

import json
import os

from tools import Tool, run


class DVC(Tool):
    name = "dvc"
    title = "DVC"
    program = "dvc"

    def write(self, graph, root):
        run([self.program, "init", "-q", "--no-scm"], root)
        stages = {
            stage.name: {"cmd": stage.command, "deps": stage.inputs, "outs": [stage.output]}
            for stage in graph.stages
        }
        with open(os.path.join(root, "dvc.yaml"), "w", encoding="utf-8") as file:
            json.dump({"stages": stages}, file)  # JSON is YAML

    def build(self, jobs=2):
        return [self.program, "repro", "-q"]

    def plan(self):
        return [self.program, "repro", "--dry"]

    def is_idle(self, root):
        return run([self.program, "status", "-q"], root)[0] == 0
