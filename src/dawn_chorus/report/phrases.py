"""A language pack: the report's sentences with named gaps, from include/templates/<language>/phrases.yaml."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dawn_chorus.errors import ChorusError
from dawn_chorus.report.model import Part
from dawn_chorus.settings import settings
from dawn_chorus.yaml_file import read_mapping

# What may fill a gap: parts, or words of the pack itself.
Filling = str | Part | Sequence[Part]


@dataclass(frozen=True)
class Phrases:
    """The sentences of one language by dotted key, such as ``overview.counts``.

    ``{n}`` is a gap; ``{n:tweet|tweets}`` one for a number with its word for one or for many.
    """

    language: str
    sentences: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The sentence, gaps unfilled. Raises ChorusError for a key that the pack lacks."""
        try:
            return self.sentences[key]
        except KeyError:
            raise ChorusError(
                f"The language pack {self.language!r} has no phrase {key!r}.",
                remedy=f"Add it to include/templates/{self.language}/phrases.yaml.",
            ) from None

    def text(self, key: str, **fillings: object) -> str:
        """The sentence as plain text. Raises KeyError for a gap that nothing fills."""
        return _Counting().vformat(self[key], (), fillings)

    def fill(self, key: str, **fillings: Filling) -> list[Part]:
        """The sentence as parts, its gaps filled. Raises ChorusError for a gap that nothing fills."""
        return list(self._parts(key, fillings))

    def _parts(self, key: str, fillings: Mapping[str, Filling]) -> Iterator[Part]:
        for words, gap, forms, _ in string.Formatter().parse(self[key]):
            if words:
                yield Part(kind="words", text=words)
            if gap is None:
                continue
            if gap not in fillings:
                raise ChorusError(
                    f"Phrase {key!r} of the language pack {self.language!r} has an unknown gap {{{gap}}}.",
                    remedy=f"Known gaps: {', '.join(sorted(fillings)) or 'none'}.",
                )
            filled = as_parts(fillings[gap])
            yield from filled
            if forms:
                yield Part(kind="words", text=f" {_form(forms, ''.join(part.text for part in filled))}")


class _Counting(string.Formatter):
    """Fills gaps with values; ``{n:tweet|tweets}`` is a number with its word for one or for many."""

    def format_field(self, value: object, format_spec: str) -> str:
        """The value, and its word where the gap has one."""
        return f"{value} {_form(format_spec, str(value))}" if format_spec else str(value)


def _form(forms: str, number: str) -> str:
    """Of ``tweet|tweets`` the one that goes with the number."""
    one, _, many = forms.partition("|")
    return one if number == "1" else many


def as_parts(filling: Filling) -> Sequence[Part]:
    """A filling as parts; bare strings are the pack's own words."""
    if isinstance(filling, str):
        return [Part(kind="words", text=filling)] if filling else []
    return [filling] if isinstance(filling, Part) else filling


@cache
def load_phrases(language: str) -> Phrases:
    """The language pack. Raises ChorusError where there is none or it is broken."""
    path = settings().include / "templates" / language / "phrases.yaml"
    return Phrases(language, dict(_flatten(read_mapping(path), path)))


def _flatten(tree: Mapping[str, object], path: Path, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Dotted keys of a tree of mappings."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, path, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
