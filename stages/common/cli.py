"""The command line, the messages and the exit status of every script."""

import argparse
import sys


class Failure(Exception):
    """An error that the user can fix; printed as one line without a traceback, with exit status 1."""


class Parser(argparse.ArgumentParser):
    """An argument parser that prints an error as one line (exit status 2)."""

    def error(self, message):
        self.exit(2, f"{self.prog}: error: {message} (see --help)\n")


def say(text):
    """Print one line of progress."""
    print(text, flush=True)


def run(main):
    """Run a script's main function; a failure is printed as one line on stderr, with exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        # File names can contain bytes that no encoding can print.
        stream.reconfigure(errors="backslashreplace")
    try:
        main()
    except (Failure, OSError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(1)


def positive(kind):
    """An argparse type: a finite number of the given kind above zero."""

    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value < 1e9:
            raise argparse.ArgumentTypeError(f"`{text}` is not a number above zero")
        return value

    return parse
