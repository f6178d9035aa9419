"""The statistics of the retrospective: Wilson's interval, and a seeded permutation test."""

import math
import random

from common.definitions import PERMUTATIONS, RATE_MINIMUM, SEED, SIDE_WEEKS, Z_95


def wilson(k, n, z=Z_95):
    """Wilson's score interval for k of n, as (low, high)."""
    share = k / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def rate(k, n):
    """k of n with its interval; only the counts if n is below 5."""
    if n < RATE_MINIMUM:
        return {"k": k, "n": n, "rate": None, "low": None, "high": None}
    low, high = wilson(k, n)
    return {"k": k, "n": n, "rate": round(k / n, 6), "low": round(low, 6), "high": round(high, 6)}


def change_statistic(weeks, side=SIDE_WEEKS):
    """The split with the greatest difference of rates, as (z, index of the first week after the split).

    `weeks` are pairs (turns with a delegation, turns). z is the difference of the two pooled shares, in standard
    errors, so each week counts with the number of its turns.
    """
    total_k, total_n = sum(k for k, _ in weeks), sum(n for _, n in weeks)
    share = total_k / total_n if total_n else 0.0
    variance = share * (1 - share)
    best, where = 0.0, None
    left_k = left_n = 0
    for index in range(1, len(weeks) - side + 1):
        left_k += weeks[index - 1][0]
        left_n += weeks[index - 1][1]
        right_n = total_n - left_n
        if index < side or not variance or not left_n or not right_n:
            continue
        difference = left_k / left_n - (total_k - left_k) / right_n
        z = abs(difference) / math.sqrt(variance * (1 / left_n + 1 / right_n))
        if z > best:
            best, where = z, index
    return best, where


def shuffled(items, generator):
    """A Fisher–Yates shuffle that uses only `random()`, which gives the same numbers in every Python."""
    items = list(items)
    for last in range(len(items) - 1, 0, -1):
        other = int(generator.random() * (last + 1))
        items[last], items[other] = items[other], items[last]
    return items


def change_point(weeks, permutations=PERMUTATIONS, seed=SEED):
    """The most likely change point of a series of weeks, as (index or None, p).

    p is the share of series (the shuffled ones and the original) whose best split is at least as good. Whole
    weeks are shuffled, so the turns of one week need not be independent.
    """
    observed, where = change_statistic(weeks)
    if where is None:
        return None, 1.0
    generator = random.Random(seed)
    as_good = 1
    for _ in range(permutations):
        if change_statistic(shuffled(weeks, generator))[0] >= observed - 1e-12:
            as_good += 1
    return where, as_good / (permutations + 1)
