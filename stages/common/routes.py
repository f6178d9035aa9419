"""Routes: the types of the agents that were started within one human turn, in order."""

from common.definitions import NO_ROUTE


def route_of(launches):
    """The route of launches, which are (message, type) in order.

    Launches of one message are one parallel step. Equal steps in a row are written once.
    """
    steps, last = [], None
    for message, kind in launches:
        if message is None or message != last:
            steps.append({})
        steps[-1][kind] = steps[-1].get(kind, 0) + 1
        last = message
    names = []
    for step in map(_name, steps):
        if not names or names[-1] != step:
            names.append(step)
    return " → ".join(names) or NO_ROUTE


def _name(step):
    if list(step.values()) == [1]:
        return next(iter(step))
    return "{" + ", ".join(kind if number == 1 else f"{kind}×{number}" for kind, number in sorted(step.items())) + "}"
