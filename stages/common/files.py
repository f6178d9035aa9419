"""Data files: a loader that checks the schema version, and a writer that replaces a file atomically."""

import json
import os
import tempfile

from common.cli import Failure
from common.definitions import SCHEMAS


def write_file(path, text, durable=True):
    """Replace a file atomically, so that a reader never sees a half-written file.

    The temporary file is in the same folder, because a rename is atomic only within a file system.
    """
    folder = os.path.dirname(path) or "."
    os.makedirs(folder, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def save_data(path, schema, data, compact=False):
    """Write a data file that begins with its schema's name and version."""
    version, _ = SCHEMAS[schema]
    whole = {"schema": schema, "schema_version": version, **data}
    text = json.dumps(whole, separators=(",", ":")) if compact else json.dumps(whole, indent=1)
    write_file(path, text + "\n")


def load_data(path, schema):
    """Read a data file; fails if it is missing or damaged, or has another schema or version."""
    version, stage = SCHEMAS[schema]
    again = f"run `pipeline --stage {stage} --force`"
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        raise Failure(f"{path} does not exist; {again}") from None
    except (ValueError, RecursionError):
        raise Failure(f"{path} is not valid JSON; {again}") from None
    if not isinstance(data, dict) or data.get("schema") != schema:
        raise Failure(f"{path} does not have the schema `{schema}`; {again}")
    found = data.get("schema_version")
    if isinstance(found, bool) or found != version:
        raise Failure(f"{path} has schema_version {found}, this script reads {version}; {again}")
    return data
