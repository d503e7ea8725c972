"""What goes wrong, and when: ``NAME@3`` the third request, ``NAME@3-5`` the third to fifth, ``NAME%20`` a fifth."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

# Faults of the answer as a whole, then of its page. faults.md of every network, section C.
STATUSES = ("401", "402", "403", "404", "429", "500", "503")
OF_CONNECTION = ("reset", "slow", "truncated", "cut", "html", "echo")
OF_PAGE = ("partial", "empty", "looping", "duplicate", "new-field", "changed-type", "bare", "no-meta")
OF_LOOKUP = ("unanswered", "other-problem", "all-gone")
NAMES = (*STATUSES, *OF_CONNECTION, *OF_PAGE, *OF_LOOKUP)

_FORM = re.compile(r"([a-z0-9-]+)(?:@([0-9]+)(?:-([0-9]+))?|%([0-9]+))")


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong at some requests, counted from 1, or by chance (percent)."""

    name: str
    first: int = 0
    last: int = 0
    percent: int = 0

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read ``NAME@N``, ``NAME@N-M`` or ``NAME%P``. Raises ValueError."""
        match = _FORM.fullmatch(text)
        if match is None or match[1] not in NAMES:
            raise ValueError(f"{text!r}: write NAME@N, NAME@N-M or NAME%P with a name of {', '.join(NAMES)}")
        first = int(match[2] or 0)
        return cls(match[1], first, int(match[3] or first), int(match[4] or 0))


class Plan:
    """Which fault happens to which request; the same seed gives the same chances."""

    def __init__(self, faults: Sequence[Fault] = (), seed: int = 1) -> None:
        self.faults = list(faults)
        self._chance = random.Random(seed)

    def at(self, number: int) -> str | None:
        """The fault of the request with that number."""
        for fault in self.faults:
            if fault.first <= number <= fault.last or self._chance.uniform(0, 100) < fault.percent:
                return fault.name
        return None
