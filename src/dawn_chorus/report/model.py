"""The report as data: statements with citations, counts, coverage. Rendering reads nothing else."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from dawn_chorus.ingest.quality import Reason, Verdict

VERSION = 1

SectionName = Literal[
    "overview", "changes", "key_points", "views", "events", "markets", "themes", "overall", "accounts"
]
PartKind = Literal["words", "name", "quote", "number", "reference", "claim"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(_Model):
    """One tweet that a statement rests on. ``quote`` is a contiguous piece of the tweet's clean text."""

    tweet_id: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
    url: Annotated[str, Field(pattern=r"^https://x\.com/[A-Za-z0-9_/]+/status/[0-9]{1,20}$")]
    author: Annotated[str, Field(min_length=1, description="Handle without @")]
    quote: Annotated[str, Field(min_length=1)]


class Number(_Model):
    """A number that no tweet says: computed from rows. ``source`` names the statement and column it comes from."""

    value: int
    source: str


class Part(_Model):
    """A piece of a statement's text; ``citation`` is the index of the citation a quote or reference belongs to.

    A claim is a sentence that a language model wrote.
    """

    kind: PartKind
    text: str = ""
    citation: int | None = None


class Row(_Model):
    """What a row of the accounts table says beside its statement.

    ``previous_rank`` None: not ranked the day before; ``is_new``: nor on the other days that give context.
    """

    rank: int
    account: str
    previous_rank: int | None
    is_first: bool
    is_new: bool = False


class Statement(_Model):
    """One sentence of the report with the tweets it cites; never without one.

    ``group`` is the key of a heading inside the section: a kind, or a theme.
    """

    section: SectionName
    group: str = ""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    numbers: tuple[Number, ...] = ()
    row: Row | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_is_made_of_parts(cls, given: object) -> object:
        """A statement that was written down has its text beside its parts."""
        return {key: each for key, each in given.items() if key != "text"} if isinstance(given, dict) else given

    @computed_field  # type: ignore[prop-decorator]
    @property
    def text(self) -> str:
        """The statement as plain text, without reference marks."""
        return "".join(part.text for part in self.parts)

    @model_validator(mode="after")
    def _citations_exist(self) -> Self:
        """A part that points at no citation would lead nowhere."""
        for part in self.parts:
            if part.citation is not None and not 0 <= part.citation < len(self.citations):
                raise ValueError(f"part {part.text!r} points at citation {part.citation}, which does not exist")
        return self


class Topic(_Model):
    """A topic of the window as the report tells it; counts as in ``results.topics``."""

    topic_no: int
    name: str
    label: str
    theme: str
    tweets: int
    accounts: int
    story_id: str
    story_status: str
    story_day_no: int
    tweets_yesterday: int
    tweets_week: int


class Coverage(_Model):
    """What the report is based on: counts over the window, from the ledger and the run.

    ``tweets_read``: how many of the tweets were read, where there were too many to read them all.
    """

    days: int
    days_loaded: int
    hours: int
    hours_covered: int
    tweets: int
    tweets_read: int | None = Field(default=None, exclude_if=lambda read: read is None)
    accounts: int
    retweets: int
    advertising: int
    chatter: int
    near_duplicates: int
    records: int
    duplicate: int
    rejected: int
    tombstoned: int
    files: int
    sources: tuple[str, ...]
    ranked_by: Literal["engagers", "followers", "responses"]
    is_first: bool
    unread: Annotated[int, Field(description="Tweets in a script that is neither Latin nor Chinese")] = 0


class Judgement(_Model):
    """What the gate said of the input; ``is_accepted``: an operator took it as it is. Runs without one passed."""

    verdict: Verdict = "pass"
    is_accepted: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def is_poor(self) -> bool:
        """Whether not all was received, so that a comparison with other days would be false."""
        return self.verdict != "pass"

    @property
    def is_short(self) -> bool:
        """Whether the input allows no more than a short report."""
        return self.is_poor and not self.is_accepted


class Word(_Model):
    """A word of the cloud with its weight and the theme that colours it."""

    text: str
    weight: float
    theme: str


class Strand(_Model):
    """One row of a chart: a number for each of the chart's days; None where that day has none."""

    name: str
    values: tuple[int | None, ...]


class Chart(_Model):
    """A picture of numbers over days, computed from rows of daily runs.

    ``trends``: tweets of each topic; ``ranks``: the rank of each notable account.
    """

    kind: Literal["trends", "ranks"]
    days: tuple[dt.date, ...]
    strands: Annotated[tuple[Strand, ...], Field(min_length=1)]


class Report(_Model):
    """One window of one channel, told. ``date`` and ``posttime`` are in the channel's zone, as in the front matter."""

    version: int = VERSION
    slug: str
    channel: str
    channel_title: str
    short_title: str
    language: str
    first_day: dt.date
    last_day: dt.date
    date: str
    posttime: str
    title: str
    description: str
    tags: tuple[str, ...]
    base_url: str
    statements: tuple[Statement, ...]
    dropped: dict[str, int]
    topics: tuple[Topic, ...]
    coverage: Coverage
    judgement: Judgement = Judgement()
    words: tuple[Word, ...]
    charts: tuple[Chart, ...] = ()

    @property
    def moment(self) -> str:
        """Which words of time the phrases use: ``daily`` or ``window``."""
        return "daily" if self.first_day == self.last_day else "window"

    def section(self, name: str) -> list[Statement]:
        """The statements of one section, in order."""
        return [statement for statement in self.statements if statement.section == name]


def cited(statements: Iterable[Statement]) -> list[str]:
    """The ids of all cited tweets, in order of first mention."""
    return list(dict.fromkeys(citation.tweet_id for each in statements for citation in each.citations))
