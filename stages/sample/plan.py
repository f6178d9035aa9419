"""The plan of the sample: the weeks in which each project has sessions, and the routes of their turns."""

from sample.delegating import BELOW, BESIDE, EMBEDDED, INLINE, TWICE
from sample.session import Session

MONDAY = 1_767_571_200_000  # 2026-01-05, the first day of 2026-W02
HOUR, DAY, WEEK = 3_600_000, 86_400_000, 7 * 86_400_000

MERIDIAN, HARBOUR, ATLAS = "/home/sam/meridian", "/home/sam/harbour-api", "/srv/atlas"
WORKTREE = "/srv/atlas/.worktrees/retry-queue"

# The names of the routes, and their steps.
NONE, GENERAL, EXPLORE, SURVEY, REVIEW = (
    "None",
    "general-purpose",
    "Explore",
    "{Explore×2} → Plan",
    "Explore → quality:review:checker",
)
STEPS = {
    NONE: (),
    GENERAL: (["general-purpose"],),
    EXPLORE: (["Explore"], ["Explore"]),
    SURVEY: (["Explore", "Explore"], ["Plan"]),
    REVIEW: (["Explore"], ["quality:review:checker"]),
}

# By tool: every n-th call has this outcome.
ENDINGS = {"Bash": (8, "error"), "Edit": (12, "error"), "Read": (25, "error"), "Write": (10, "rejected")}
TOOLS = ("Bash", "Read", "Edit", "Bash", "Grep", "Write", "TodoWrite", "mcp__search__query")


class Plan:
    """Writes the ordinary sessions; `calls` counts the main conversations' calls by tool."""

    def __init__(self, dice, truth, files, delegations):
        self.dice, self.truth, self.files, self.delegations = dice, truth, files, delegations
        self.calls, self.sessions = {}, 0

    def write(self):
        self.project_that_changes()
        self.project_that_does_not()
        self.project_with_a_marathon()

    def project_that_changes(self):
        """Meridian: 14 weeks of four sessions with three turns; from 2026-W09 on, turns delegate more often."""
        for week in range(14):
            before = week < 7
            routes = [NONE] * 12
            for place in (1, 7) if before else (0, 1, 3, 4, 6, 7, 9, 10)[: 8 - week % 2]:
                routes[place] = GENERAL if before else SURVEY
            for session in range(4):
                self.session(MERIDIAN, week, session, routes[3 * session : 3 * session + 3])
        self.truth.planted["change"] = {"project": MERIDIAN, "week": "2026-W09", "before": [14, 84], "after": [52, 84]}

    def project_that_does_not(self):
        """Harbour: 12 weeks in which about a quarter of the turns delegate, a gap of some weeks, and six sessions."""
        for week in range(12):
            routes = [EXPLORE if place in (2, 6) or place == 4 and week % 2 else NONE for place in range(9)]
            for session in range(3):
                self.session(HARBOUR, week, session + 1, routes[3 * session : 3 * session + 3], branch="feature/größe")
        for session in range(6):
            self.session(HARBOUR, 16 + session // 3, session % 3, [REVIEW, NONE])
        self.truth.planted["no_change"] = HARBOUR

    def project_with_a_marathon(self):
        """Atlas: four weeks with one marathon, and a session that is one only if gaps of 40 minutes count."""
        for number in range(8):
            self.session(ATLAS, 4 + number // 2, number % 2, [NONE, GENERAL] if number % 4 == 0 else [NONE])
        self.session(WORKTREE, 6, 3, [NONE, EXPLORE], branch="worktree-retry-queue")
        self.session(ATLAS, 6, 3, [NONE] * 14, pause=12 * 60)
        self.session(ATLAS, 7, 3, [NONE] * 5, pause=40 * 60)

    def session(self, cwd, week, day, routes, pause=90, branch="main"):
        """Write a session of human turns with these routes; `week` counts from the first week."""
        self.sessions += 1
        start = MONDAY + week * WEEK + day * DAY + (8 + self.sessions % 3) * HOUR + self.dice.between(0, 40 * 60_000)
        version, form = self.version(week)
        session = Session(
            self.dice, self.truth, self.files, cwd.replace("/", "-").replace(".", "-"), cwd, start, version, branch
        )
        for number, route in enumerate(routes):
            if number:
                session.wait(pause)
            self.turn(session, route, form)
        session.close()
        return session

    def version(self, week):
        """The version of the program in a week, and the form of its sub-agents."""
        if week < 3:
            return "1.0.98", INLINE
        if week < 6:
            return "2.0.44", BESIDE
        return "2.1.34", (BELOW, EMBEDDED, TWICE)[self.sessions % 3]

    def turn(self, session, route, form):
        """Write a prompt, one or two calls, the agents of the route, and an answer."""
        session.prompt(route)
        session.wait(self.dice.between(2, 8))
        for _ in range(self.dice.between(1, 2)):
            self.call(session)
        stopped = False
        for kinds in STEPS[route]:
            stopped |= self.delegations.step(session, kinds, form, "Agent" if self.sessions % 5 == 4 else "Task")
        if stopped:
            session.interrupt()
        else:
            session.text()

    def call(self, session):
        tool = self.dice.choice(TOOLS)
        count = self.calls[tool] = self.calls.get(tool, 0) + 1
        every, ending = ENDINGS.get(tool, (0, None))
        session.call(
            tool, ending if every and count % every == 0 else "ok", self.dice.between(1, 40), thinking=count % 3 == 0
        )
