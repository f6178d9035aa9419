"""Reduce each line of a transcript to a record of facts, without any text of prompts or answers.

A record is a dict; a missing key means unknown:

    type          the line's own `type`
    kind          prompt, notice, results, interruption, assistant or other
    uuid, parent  the line's `uuid` and `parentUuid`
    session       the line's `sessionId`
    t             milliseconds since 1970, UTC
    side          True for a sub-agent's line
    agent         the sub-agent's id, if the line has one
    embedded      True if the message was inside a `progress` line
    started_by    the tool call that started the agent (embedded lines)
    cwd, branch, version, user_type
    message       [message.id, requestId]
    model, usage  usage by kind of token, null if unknown
    uses          tool calls: {id, name, type?, background?, prompt?}
    results       tool results: {id, outcome, status?, agent?}
    prompt        digest of a user's text, to compare lines with the same id, and to find the call that gave
                  a sub-agent its prompt
    interrupted   True if the user stopped the model here
"""

import hashlib
import re

from common import timestamps
from common.definitions import DELEGATION_TOOLS, UNSPECIFIED

KNOWN_TYPES = frozenset(
    (
        "user",
        "assistant",
        "system",
        "progress",
        "attachment",
        "summary",
        "file-history-snapshot",
        "queue-operation",
        "permission-mode",
        "last-prompt",
        "pr-link",
        "ai-title",
        "custom-title",
        "agent-name",
        "agent-color",
        "tag",
        "mode",
    )
)
INTERRUPTION = "[Request interrupted"
REJECTIONS = ("doesn't want to proceed", "doesn't want to take this action")
NOT_HUMAN = (
    "<command-",
    "<local-command-",
    "<bash-",
    "<teammate-message",
    "<task-notification",
    "<system-reminder",
    "Caveat:",
    "This session is being continued",
    INTERRUPTION,
)
BACKGROUND_STATUSES = ("async_launched", "teammate_spawned", "remote_launched")
AGENT_IN_TEXT = re.compile(r"\bagentId: ([A-Za-z0-9_-]{4,64})")
USAGE_KEYS = (
    ("input", "input_tokens"),
    ("output", "output_tokens"),
    ("cache_creation", "cache_creation_input_tokens"),
    ("cache_read", "cache_read_input_tokens"),
)


def text_of(value):
    """The value if it is text that is not blank, else None."""
    return value if isinstance(value, str) and value.strip() else None


def count_of(value):
    """The value if it is a whole number from 0 to 10^15, else None. True is not a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 10**15:
        return None
    return int(value) if value == int(value) else None


def dict_of(value):
    return value if isinstance(value, dict) else {}


def digest_of(text):
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def records_of(line):
    """The records of one parsed line: none for an unknown type, two if a sub-agent's message is embedded."""
    if text_of(line.get("type")) not in KNOWN_TYPES:
        return []
    record = envelope(line)
    embedded = embedded_record(line, record)
    return [record, embedded] if embedded else [record]


def envelope(line):
    """The record of one line, without an embedded message."""
    record = {"type": line["type"], "kind": "other"}
    _put(record, "uuid", text_of(line.get("uuid")))
    _put(record, "parent", text_of(line.get("parentUuid")))
    _put(record, "session", text_of(line.get("sessionId")))
    _put(record, "t", timestamps.parse(line.get("timestamp", line.get("timesstamp"))))
    _put(record, "side", line.get("isSidechain") is True or None)
    _put(record, "agent", text_of(line.get("agentId")))
    _put(record, "cwd", text_of(line.get("cwd")))
    _put(record, "branch", text_of(line.get("gitBranch")))
    _put(record, "version", text_of(line.get("version")))
    _put(record, "user_type", text_of(line.get("userType")))
    if line["type"] == "assistant":
        read_assistant(line, record)
    elif line["type"] == "user":
        read_user(line, record)
    return record


def embedded_record(line, outer):
    """The record of the sub-agent's message in an `agent_progress` line, or None."""
    data = dict_of(line.get("data"))
    inner = dict_of(data.get("message"))
    if (
        line.get("type") != "progress"
        or data.get("type") != "agent_progress"
        or inner.get("type") not in ("user", "assistant")
    ):
        return None
    record = envelope(inner)
    agent, caller = text_of(data.get("agentId")), text_of(line.get("parentToolUseID"))
    record.update(side=True, embedded=True)
    _put(record, "agent", agent or record.get("agent") or (caller and f"of-{caller}"))
    _put(record, "started_by", caller)
    for key in ("session", "t", "cwd", "user_type"):
        if key not in record:
            _put(record, key, outer.get(key))
    return record if "agent" in record else None


def read_assistant(line, record):
    """Read message, model, usage and tool calls of an assistant's line."""
    message = dict_of(line.get("message"))
    record["kind"] = "assistant"
    _put(record, "model", text_of(message.get("model")))
    identity = text_of(message.get("id"))
    if identity:
        record["message"] = [identity, text_of(line.get("requestId"))]
    usage = message.get("usage")
    if isinstance(usage, dict):
        record["usage"] = {kind: count_of(usage.get(key)) for kind, key in USAGE_KEYS}
    content = message.get("content")
    blocks = content if isinstance(content, list) else []
    uses = [
        tool_use(block, f"{line.get('uuid')}:{index}")
        for index, block in enumerate(blocks)
        if isinstance(block, dict) and block.get("type") == "tool_use"
    ]
    _put(record, "uses", uses or None)


def tool_use(block, fallback):
    """A tool call; for a delegation, also its type, its prompt's digest, and whether it runs in the background."""
    use = {"id": text_of(block.get("id")) or fallback, "name": text_of(block.get("name")) or UNSPECIFIED}
    if use["name"] in DELEGATION_TOOLS:
        given = dict_of(block.get("input"))
        use["type"] = (text_of(given.get("subagent_type")) or UNSPECIFIED).strip()
        _put(use, "background", given.get("run_in_background") is True or None)
        prompt = text_of(given.get("prompt"))
        _put(use, "prompt", digest_of(prompt) if prompt else None)
    return use


def read_user(line, record):
    """Classify a user's line as a prompt, tool results, an interruption, or a notice of the program."""
    message = line.get("message")
    content = message if isinstance(message, str) else dict_of(message).get("content")
    blocks = content if isinstance(content, list) else [content]
    texts = [text for text in (_text_in(block) for block in blocks) if text]
    answered = [block for block in blocks if isinstance(block, dict) and block.get("type") == "tool_result"]
    pictures = any(isinstance(block, dict) and block.get("type") in ("image", "document") for block in blocks)
    if any(text.startswith(INTERRUPTION) for text in texts):
        record["interrupted"] = True
    if answered:
        record["kind"] = "results"
        extra = line.get("toolUseResult") if len(answered) == 1 else None
        record["results"] = [result for result in (tool_result(block, extra) for block in answered) if result]
    elif record.get("interrupted"):
        record["kind"] = "interruption"
    elif _is_notice(line) or not (pictures or any(not text.lstrip().startswith(NOT_HUMAN) for text in texts)):
        record["kind"] = "notice"
    else:
        record["kind"] = "prompt"
    if texts and not answered:
        record["prompt"] = digest_of(texts[0])


def _is_notice(line):
    origin = text_of(dict_of(line.get("origin")).get("kind"))
    flags = ("isMeta", "isCompactSummary", "isVisibleInTranscriptOnly")
    return any(line.get(flag) is True for flag in flags) or origin not in (None, "human")


def tool_result(block, extra):
    """The call that a tool result belongs to, and its outcome. `extra` is the line's `toolUseResult`."""
    identity = text_of(block.get("tool_use_id"))
    if not identity:
        return None
    content = block.get("content")
    texts = [text for text in map(_text_in, content if isinstance(content, list) else [content]) if text]
    if isinstance(extra, str):
        texts.append(extra)
    details = dict_of(extra)
    result = {"id": identity, "outcome": _outcome(block, texts, details)}
    status = text_of(details.get("status"))
    launched = (
        details.get("isAsync") is True
        or status in BACKGROUND_STATUSES
        or any(text.startswith("Async agent launched") for text in texts)
    )
    _put(result, "status", "background" if launched else status)
    named = (match.group(1) for match in map(AGENT_IN_TEXT.search, texts) if match)
    _put(result, "agent", text_of(details.get("agentId")) or next(named, None))
    return result


def _outcome(block, texts, details):
    failed = block.get("is_error") is True
    if failed and any(words in text[:400] for text in texts for words in REJECTIONS):
        return "rejected"
    if details.get("interrupted") is True or any(text.lstrip().startswith(INTERRUPTION) for text in texts):
        return "interrupted"
    return "error" if failed else "ok"


def _text_in(block):
    if isinstance(block, str):
        return text_of(block)
    return text_of(block.get("text")) if isinstance(block, dict) and block.get("type") == "text" else None


def _put(record, key, value):
    if value is not None:
        record[key] = value
