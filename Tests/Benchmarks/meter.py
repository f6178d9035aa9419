"""Starts commands one at a time and says how long each took and how much memory it held.

A process of its own, started as `python3 -I -S meter.py`, which loads next to nothing: Linux counts
what the starting process holds as the peak of the started one, so the meter must be small. Requests and
answers are lines of JSON on standard input and output. What a command holds below `floor` is not seen.
"""

import json
import os
import signal
import sys
import time


def peak_bytes(usage):
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


running = []  # the process that runs, and nothing where it was ended from here


def end(*_):
    while running:
        os.killpg(running.pop(), signal.SIGKILL)


def measure(command, folder, output, seconds):
    os.chdir(folder)
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions, setpgroup=0)
    running.append(process)
    signal.alarm(seconds)
    _, status, usage = os.wait4(process, 0)
    took = time.perf_counter() - begin
    signal.alarm(0)
    # Ended by the clock, or by whoever has had enough of measuring.
    is_ended = not running
    running.clear()
    return {
        "seconds": took,
        "memory": peak_bytes(usage),
        "status": None if is_ended else os.waitstatus_to_exitcode(status),
    }


def main():
    # It leads a group of its own, so Ctrl-C does not reach it. This process goes on until there are no
    # more requests.
    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(measure(**request)), flush=True)


if __name__ == "__main__":
    main()
