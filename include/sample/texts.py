"""Read the sample's word files and turn templates into sentences.

A template holds alternatives, ``{a|b}`` (they may nest), and slots, ``<city>``, which stand for any word of a list in
``slots.yaml``. Everything random comes from the generator that is passed in.
"""

import random
import re
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")

_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<([a-z_]+)>")
_ATTEMPTS = 12  # how often a template is tried before an opener makes the sentence a new one
_OPENERS = {
    "en": ["FYI: ", "Also: ", "Late to this: ", "For those asking: ", "Again: ", "Noted: ", "Here too: ", "Update: "],
    "zh": ["补充：", "转一下：", "再说一次：", "同感：", "刚看到：", "更新："],
}


def load(name: str) -> dict[str, Any]:
    """The content of ``<name>`` (a YAML file beside this one)."""
    words: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return words


def lines(block: str) -> list[str]:
    """The lines of a YAML block, one template each."""
    return [line.strip() for line in block.splitlines() if line.strip()]


class Writer:
    """Writes sentences from templates, never the same one twice, the least used template first."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._slots: dict[str, list[str]] = load("slots.yaml")
        self._uses: dict[str, int] = {}
        self._seen: set[str] = set()

    def expand(self, template: str) -> str:
        """One sentence of ``template``; it may have been written before."""
        text = template
        while (match := _ALTERNATIVES.search(text)) is not None:
            text = text[: match.start()] + self.rng.choice(match[1].split("|")) + text[match.end() :]
        text = _SLOT.sub(lambda slot: self.rng.choice(self._slots[slot[1]]), text)
        text = re.sub(r" +", " ", text).strip()
        return text[:1].upper() + text[1:]

    def write(self, templates: list[str], language: str) -> str:
        """A new sentence of one of ``templates``, which are in ``language`` (``en`` or ``zh``)."""
        fewest = min(self._uses.get(template, 0) for template in templates)
        template = self.rng.choice([one for one in templates if self._uses.get(one, 0) == fewest])
        self._uses[template] = fewest + 1
        for _ in range(_ATTEMPTS):
            text = self.expand(template)
            if text not in self._seen:
                break
        while text in self._seen:
            text = self.rng.choice(_OPENERS[language]) + text
        self._seen.add(text)
        return text
