"""What one look has found."""

from dataclasses import dataclass
from typing import Literal

from dawn_chorus.errors import ChorusError


@dataclass(frozen=True)
class Finding:
    """``where``: a channel's or the installation's part; ``remedy`` is empty where all is well.

    ``wrong``: posts will not be made, or not be seen. ``doubtful``: they will, but perhaps not as meant.
    """

    state: Literal["well", "doubtful", "wrong"]
    where: str
    words: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """The finding as a person reads it, on one line."""
        return " ".join(f"{self.state:<8} {self.where}: {self.words}{self.remedy and f' → {self.remedy}'}".split("\n"))


def wrong(where: str, error: ChorusError) -> Finding:
    """An expected failure as a finding."""
    return Finding("wrong", where, error.message, error.remedy)
