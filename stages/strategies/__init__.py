"""The strategies of the analysis: one function and one result file each.

A strategy takes `Material` and returns a dict of plain data. To add one, write its module and name it
in `STRATEGIES`.
"""

from strategies.delegation import delegation
from strategies.failures import failures
from strategies.tokens import tokens

STRATEGIES = {"delegation": delegation, "tokens": tokens, "failures": failures}
