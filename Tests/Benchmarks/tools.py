"""The tools that are measured: how each is told a graph, and how it is asked to do something."""

import os
import platform
import shutil
import subprocess


class Tool:
    """What all tools have; a subclass is one tool."""

    name = ""
    title = ""
    program = ""
    has_records = True  # False: what is up to date can be read from the files alone

    def is_there(self):
        return shutil.which(self.program) is not None

    def version(self):
        """Its name and version."""
        found = subprocess.run([self.program, "--version"], capture_output=True, text=True)
        return f"{os.path.basename(self.program)} {found.stdout.splitlines()[0].split()[-1]}"

    def write(self, graph, root):
        """Puts the graph into the words of the tool."""
        raise NotImplementedError

    def build(self, jobs=2):
        """The command that brings everything up to date, and that finds nothing to do after that."""
        raise NotImplementedError

    def plan(self):
        """The command that says what would run, and runs nothing."""
        raise NotImplementedError

    def is_idle(self, root):
        """Whether the tool finds nothing to do."""
        raise NotImplementedError

    def adopts(self):
        """Whether it takes outputs that are there and new enough as its own, without records."""
        return not self.has_records


def write_text(root, name, text):
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(text)


def run(command, root, **settings):
    """Runs a command to its end, quietly; its status and what it printed."""
    found = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return found.returncode, found.stdout


def machine():
    """What stands beside every figure: cores, processor, system."""
    name = platform.processor()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{os.cpu_count()} cores, {name}, {platform.system()} {platform.machine()}"
