"""The runner is killed at random moments, several times in a row, with one to eight jobs.

Larger random graphs whose scripts write slowly, some in a session of their own (`setsid`); the scripts are
killed too, or left alive, so that the next run meets them. No two of them ever write one output.
"""

import random
import signal
import time

from kind_oracle import random_stages
from kind_history import by_content, on_failure
from sandbox import Case, Failure, Project


def random_kills(options, seed):
    def body(root):
        chance = random.Random(seed)
        size = chance.randrange(4, 30)
        stages = random_stages(chance, size, folders=True, globs=True, unconnected=True)
        for stage in stages:
            stage.slow = chance.random() < 0.7
            stage.alone = True
            for step in stage.steps:
                step.setsid = chance.random() < 0.3
        made = Project(root, options.binary, stages)
        by_content(made, chance)
        on_failure(made, chance)
        for number in range(5):
            made.write(f"in/{number}", f"{chance.random()}\n")
            made.write(f"in/set/{number}.txt", f"{chance.random()}\n")
        made.declare()
        done = []
        for _ in range(chance.randrange(1, 6)):
            if chance.random() < 0.5:
                made.write(f"in/{chance.randrange(5)}", f"{chance.random()}\n")
            jobs = chance.randrange(1, 9)
            process = made.start(f"-j{jobs}")
            # A second run at the same time: one of them goes, the other is refused.
            rival = made.start(f"-j{jobs}") if chance.random() < 0.3 else None
            # Any moment will do; which one is left to chance and to the machine.
            time.sleep(chance.random() ** 2 * 0.05 * size / min(jobs, 4))
            number = chance.choice([signal.SIGKILL] * 4 + [signal.SIGTERM, signal.SIGHUP])
            process.send_signal(number)
            made.finish(process, "a run that was killed", may_die=True)
            if rival:
                outcome = made.finish(rival, "a second run at the same time")
                if outcome.status not in (0, 3):
                    raise Failure(f"a second run at the same time: {outcome.words}")
            done.append(f"-j{jobs} {number.name}")
            when = f"after {', '.join(done)}"
            made.log_lines()
            made.note_torn()
            leave = number == signal.SIGKILL and chance.random() < 0.5
            if leave:
                made.verdicts_exist()
            else:
                made.kill_all()
                made.check_verdicts(when)
        made.check_undisturbed(f"after {', '.join(done)}", f"-j{chance.randrange(1, 9)}")

    return body


def cases(options):
    chance = random.Random(options.seed)
    for number in range(600 if options.is_long else 12):
        yield Case(f"random-kill {number};", random_kills(options, chance.random()))
