"""A post that replaces another one says so: when, and why, in its front matter and at its foot.

The post on the blog is the memory. Where it differs from the new one in more than what this module wrote, one revision
is added to those that it carries; where it does not, it stays as it is, so that publishing again changes nothing.
"""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dawn_chorus.report.escape import yaml_list, yaml_string
from dawn_chorus.report.gate import environment
from dawn_chorus.report.phrases import load_phrases
from dawn_chorus.settings import settings

MARK = "<!-- revisions -->"  # what follows is ours; no text of a tweet can hold a tag
WHYS = ("input", "settings", "code", "other")  # keys of the phrases `revised_by`
MOMENT = "%Y-%m-%d %H:%M:%S %z"  # as the front matter has it

_HEAD = re.compile(r"\A---\n.*?\n(?=---\n)", re.DOTALL)
_OURS = re.compile(r"^(?:last_modified_at|revisions): .*\n", re.MULTILINE)
_LISTED = re.compile(r"^revisions: (\[.*\])$", re.MULTILINE)
_ENTRY = re.compile(rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{{4}} (?:{'|'.join(WHYS)})")


@dataclass(frozen=True)
class Reviser:
    """Makes a post say that it replaces another. ``why``: one of `WHYS`."""

    language: str
    moment: dt.datetime
    why: str

    def revise(self, new: bytes, olds: Sequence[bytes]) -> bytes:
        """The post to publish in place of ``olds``: the one on the branch, then that of an open proposal."""
        for old in reversed(olds):
            if unrevised(old).rstrip() == new.rstrip():
                return old
        entries = [*revisions(olds[0]), f"{self.moment.strftime(MOMENT)} {self.why}"]
        return self._with(new.decode(), entries).encode()

    def _with(self, post: str, entries: Sequence[str]) -> str:
        """The post with its revisions, oldest first, in its front matter and below its text."""
        last = " ".join(entries[-1].split()[:-1])
        lines = f"last_modified_at: {yaml_string(last)}\nrevisions: {yaml_list(entries)}\n"
        headed = _HEAD.sub(lambda head: head[0] + lines, post, count=1)
        return f"{headed.rstrip()}\n\n{MARK}\n\n{self._note(entries)}"

    def _note(self, entries: Sequence[str]) -> str:
        """What the reader sees."""
        phrases = load_phrases(self.language)
        template = environment(settings().include / "templates" / self.language).get_template("parts/revisions.md.j2")
        told = [(entry[:16], phrases[f"revised_by.{entry.split()[-1]}"]) for entry in entries]
        return template.render(t=lambda key: phrases[key], revisions=told)


def unrevised(post: bytes) -> bytes:
    """The post as it was before this module wrote into it."""
    text = post.decode(errors="replace")
    body, mark, _ = text.partition(f"\n\n{MARK}\n")
    return _HEAD.sub(lambda head: _OURS.sub("", head[0]), body + "\n" if mark else text, count=1).encode()


def revisions(post: bytes) -> list[str]:
    """The revisions that a post carries, oldest first, as ``2026-03-05 10:12:00 +0800 input``."""
    head = _HEAD.match(post.decode(errors="replace"))
    found = _LISTED.search(head[0]) if head else None
    try:
        return [entry for entry in json.loads(found[1]) if _ENTRY.fullmatch(entry)] if found else []
    except (ValueError, TypeError):
        return []
