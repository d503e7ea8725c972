"""Fragments: strings, one of which a text must hold to match a pattern. Looking for them costs less than searching."""

import re
import re._parser as parser  # type: ignore[import-not-found]  # the only thing that knows what a pattern means
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

Fragments: TypeAlias = frozenset[str]

_NONE: Fragments = frozenset()


def fragments_of(pattern: str) -> Fragments:
    """The case-folded fragments; empty where the pattern may match without any, such as a mere number.

    Raises re.error where the pattern is none.
    """
    return _of_sequence(parser.parse(pattern, re.IGNORECASE))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Fragments:
    """Of things that all must match the most telling fragments: those whose shortest is longest."""
    return max(_parts(items), key=lambda found: (min(map(len, found)), -len(found)), default=_NONE)


def _parts(items: Iterable[tuple[Any, Any]]) -> Iterator[Fragments]:
    """The fragments of each of the things in a row that has some."""
    literal = ""
    for kind, argument in items:
        if kind is parser.LITERAL:
            literal += chr(argument)
            continue
        if literal:
            yield frozenset([literal.casefold()])
            literal = ""
        if found := _of_item(kind, argument):
            yield found
    if literal:
        yield frozenset([literal.casefold()])


def _of_item(kind: Any, argument: Any) -> Fragments:  # noqa: ANN401  (what the parser gives has no types)
    if kind is parser.SUBPATTERN:
        return _of_sequence(argument[-1])
    if kind is parser.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        return _NONE.union(*branches) if all(branches) else _NONE
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and argument[0] > 0:
        return _of_sequence(argument[2])
    return _NONE
