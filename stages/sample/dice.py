"""Random choices that are the same in every Python, because they use only `random()` of a seeded generator."""

import random


class Dice:
    """Numbers, names and ids drawn from one seed."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def choice(self, items):
        return items[self.between(0, len(items) - 1)]

    def hex(self, length):
        return "".join("0123456789abcdef"[self.between(0, 15)] for _ in range(length))

    def letters(self, length):
        return "".join(
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"[self.between(0, 56)] for _ in range(length)
        )

    def uuid(self):
        return f"{self.hex(8)}-{self.hex(4)}-4{self.hex(3)}-a{self.hex(3)}-{self.hex(12)}"

    def words(self, count):
        """Words without meaning."""
        return " ".join(self.choice(WORDS) for _ in range(count))


WORDS = (
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna"
    " aliqua größe naïve façade 日本語 данные ✓ 🙂 parse cache retry header margin queue folder column window"
).split()
