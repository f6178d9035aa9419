"""A cache of the facts in each transcript, by path, size and mtime, so that only changed transcripts are parsed.

An entry has two lines: the digest of the second line, and the data. If either does not match, the transcript is
parsed again without a message. The scripts also work without the cache.
"""

import hashlib
import json
import os

from common import reading, records, timestamps
from common.files import write_file


def _reader_version():
    """A digest of the reader's own source, so that a changed reader does not use old entries."""
    whole = hashlib.sha256()
    for module in (reading, records, timestamps):
        with open(module.__file__, "rb") as file:
            whole.update(file.read())
    return whole.hexdigest()[:16]


class Cache:
    """The folder of entries. `hits` counts the transcripts found in it, `misses` those that were parsed."""

    def __init__(self, folder):
        self.folder = folder
        self.version = _reader_version()
        self.hits = self.misses = 0
        self._used = set()

    def read(self, path):
        """`read_transcript(path)`, from the cache if the file has not changed."""
        before = _stamp(path)
        entry = os.path.join(self.folder, hashlib.sha256(os.fsencode(os.path.abspath(path))).hexdigest()[:32] + ".json")
        self._used.add(os.path.basename(entry))
        told = [self.version, before]
        digest = _load(entry, told) if before else None
        if digest is not None:
            self.hits += 1
            return digest
        self.misses += 1
        digest = reading.read_transcript(path)
        # A file that changed during the read must be parsed again next time.
        if before and before == _stamp(path) and reading.UNREADABLE not in digest["faults"]:
            self._store(entry, told, digest)
        return digest

    def prune(self):
        """Remove the entries of files that no longer exist."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return
        for name in names:
            if name.endswith(".json") and name not in self._used or name.startswith(".writing-"):
                os.unlink(os.path.join(self.folder, name))

    @staticmethod
    def _store(entry, told, digest):
        body = json.dumps([told, digest], separators=(",", ":"))
        try:
            write_file(entry, _checksum(body) + "\n" + body + "\n", durable=False)
        except OSError:
            pass  # A cache that cannot be written only makes the next run slower.


def _stamp(path):
    try:
        status = os.stat(path)
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _checksum(body):
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def _load(entry, told):
    try:
        with open(entry, encoding="ascii") as file:
            checksum, body = file.read().split("\n", 1)
        body = body.rstrip("\n")
        if checksum != _checksum(body):
            return None
        found, digest = json.loads(body)
    except (OSError, ValueError):
        return None
    return digest if found == told else None
