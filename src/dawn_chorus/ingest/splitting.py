"""Cutting JSON into its parts without understanding them, so that one broken record does not take others with it.

msgspec cuts at memory speed, but refuses the whole for one bad escape in one part. Then a scanner takes over that only
follows strings and brackets; the parts come out as they are, and each is parsed by itself.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

import msgspec

_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
# A string, closed or cut off by the end, or a bracket or comma. Possessive: hostile input must not make it backtrack.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_KEY = re.compile(rb'\s*("(?:[^"\\]++|\\.)*+")\s*:', re.DOTALL)


def elements(array: bytes) -> list[bytes]:
    """The elements of a JSON array; a lone value is its own only element; nothing or null has none."""
    array = array.strip()
    if array in (b"", b"null"):
        return []
    if not array.startswith(b"["):
        return [array]
    try:
        return [bytes(each) for each in _LIST.decode(array)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return list(_inside([array]))


def streamed_elements(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The elements of a JSON array that comes in pieces; no more is held than a piece and an element."""
    return _inside(pieces)


def members(document: bytes) -> dict[str, bytes]:
    """The members of a JSON object; empty for anything else, even where it is broken beyond cutting."""
    document = document.strip()
    if not document.startswith(b"{"):
        return {}
    try:
        return {key: bytes(each) for key, each in _OBJECT.decode(document).items()}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return dict(_pairs(document))


def _pairs(document: bytes) -> Iterator[tuple[str, bytes]]:
    """Key and value of each member whose key can be read."""
    for part in _inside([document]):
        match = _KEY.match(part)
        if match is not None:
            try:
                yield msgspec.json.decode(match[1], type=str), part[match.end() :].strip()
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue


def _inside(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The parts between the commas one level below the outermost brackets; several wholes may follow each other."""
    whole, depth, start, seen = b"", 0, 0, 0
    for piece in itertools.chain(pieces, [b""]):
        whole, start, seen = whole[start:] + piece, 0, seen - start
        for token in _TOKEN.finditer(whole, seen):
            sign = whole[token.start()]
            if piece and sign in b'"' and token.end() >= len(whole) - 1:
                break  # the string, or an escape in it, may go on in the next piece
            seen = token.end()
            if sign in b"[{":
                depth += 1
                start = seen if depth == 1 else start
            elif sign in b"]}":
                depth -= 1
            if (sign in b"]}" and depth == 0) or (sign in b"," and depth == 1):
                yield from _unless_blank(whole[start : token.start()])
                start = seen
    if depth > 0:
        yield from _unless_blank(whole[start:])


def _unless_blank(part: bytes) -> Iterator[bytes]:
    part = part.strip()
    if part:
        yield part
