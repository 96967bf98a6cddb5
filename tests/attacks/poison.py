"""Values that no field takes, or that few do, each as the bytes of JSON; and where to put them in a body."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from tests.campaigns import WHOLE

LONG = "x" * 200_000

# Name → the JSON as it is sent: values of every type, in every place of every body.
VALUES: dict[str, str] = {
    "null": "null",
    "true": "true",
    "a number": "7",
    "a fraction": "1.5",
    "a negative number": "-1",
    "a number beyond 32 bits": "2147483648",
    "a number beyond 64 bits": "9223372036854775808",
    "a word": '"\\u03c0 nobody knows"',
    "nothing written": '""',
    "blanks": '"  \\t "',
    "a long text": f'"{LONG}"',
    "a list": "[1]",
    "an empty list": "[]",
    "an object": '{"a": {"b": 1}}',
}
# Those that every build tries in every place; a campaign tries all.
CORE = {
    "null", "true", "a number", "a number beyond 64 bits", "a word", "nothing written", "a long text", "a list",
    "an object",
}  # fmt: skip
TRIED = {name: raw for name, raw in VALUES.items() if WHOLE or name in CORE}
# What no JSON holds that can be stored. Raw, because no encoder would write it; one place of each body is enough.
NEVER: dict[str, str] = {
    "a number of 400 digits": "1" + "0" * 399,
    "a huge exponent": "1e400",
    "a literal that JSON has not": "NaN",
    "NUL": '"a\\u0000b"',
    "NUL in a name": '{"a\\u0000": 1}',
    "a lone surrogate": '"\\ud800"',
    "bytes that are no UTF-8": "LATIN",
    "ten thousand lists": "[" * 10_000 + "]" * 10_000,
    "an end too early": '{"a": ',
}
MARKER = "\ufffePOISON\ufffe"


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a body where a value stands, the body itself included."""
    yield path
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def poisoned(body: Any, path: tuple[Any, ...], raw: str) -> bytes:
    """The body with the raw JSON at that place."""
    whole = {"": copy.deepcopy(body)}
    at: Any = whole
    for key in ("", *path)[:-1]:
        at = at[key]
    at[("", *path)[-1]] = MARKER
    written = json.dumps(whole[""], ensure_ascii=False).replace(json.dumps(MARKER, ensure_ascii=False), raw)
    return written.encode().replace(b"LATIN", b'"caf\xe9"')


def objects(body: Any) -> Iterator[tuple[Any, ...]]:
    """Every place of a body where an object with known fields stands."""
    for path in places(body):
        at = body
        for key in path:
            at = at[key]
        if isinstance(at, dict) and not set(path) & {"attributes", "metadata", "particulars", "filters"}:
            yield path


def spelled(path: tuple[Any, ...]) -> str:
    """The place as a reader of a failure wants it."""
    return ".".join(map(str, path)) or "the body"
