"""Channels: one validated YAML file each says what to read, how to analyse it, and where to publish."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from dawn_chorus.destination import Blog, Notices
from dawn_chorus.errors import ChannelError
from dawn_chorus.ingest.mapping import load_mapping
from dawn_chorus.settings import settings
from dawn_chorus.source import Budget, Quality, Source, Strict
from dawn_chorus.writing import Llm, Writer
from dawn_chorus.yaml_file import read_mapping

CHANNEL_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such time zone; write it like Asia/Shanghai")
    return name


def _day_text(value: object) -> object:
    """A day as text: YAML reads one without quotes as a date."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _real_day(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("no such day; write it like 2025-11-27") from None
    return text


def _different_handles(roster: "tuple[RosterEntry, ...]") -> "tuple[RosterEntry, ...]":
    seen: set[str] = set()
    for entry in roster:
        for handle in (entry.handle, *entry.former_handles):
            if handle.lower() in seen:
                raise ValueError(f"the handle {handle} stands in it twice")
            seen.add(handle.lower())
    return roster


Handle = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,15}$")]


class RosterEntry(Strict):
    """A person or organisation that the channel's readers know: who they are, in the report's language."""

    handle: Handle
    name: Annotated[str, Field(min_length=1, description="As readers know them")]
    role: Annotated[str, Field(description="One short phrase, e.g. Hugging Face 联合创始人")] = ""
    is_vendor: Annotated[bool, Field(description="Speaks for a company or lab about its own products")] = False
    name_en: Annotated[str, Field(description="As readers of English know them, where that is another name")] = ""
    role_en: Annotated[str, Field(description="The role in English")] = ""
    account_id: Annotated[
        str, Field(pattern=r"^[0-9]{0,20}$", description="Numeric id, in quotes; stays when the handle changes")
    ] = ""
    former_handles: Annotated[
        tuple[Handle, ...], Field(description="Handles that the account bore before and nobody else bears now")
    ] = ()
    house: Annotated[
        str, Field(description="Accounts of one house, by any name; their engagements with each other do not count")
    ] = ""

    def called(self, language: str) -> tuple[str, str]:
        """Name and role in a report's language; the role is empty where it is not given in English."""
        return (self.name, self.role) if language == "zh" else (self.name_en or self.name, self.role_en)

    @property
    def handles(self) -> tuple[str, ...]:
        """Its handles in lower case, the present one first."""
        return tuple(handle.lower() for handle in (self.handle, *self.former_handles))


class ScoreWeights(Strict):
    """What each part adds to an account's score, in doublings of reach.

    Reach foretells who will be engaged with tomorrow. The two lifts are shown and, where nothing else is written, count
    nothing: measured, they made both the forecast and the ranking worse (decision 0017).
    """

    reach: Annotated[float, Field(gt=0, le=10, description="For each doubling of reach")] = 1.0
    lift: Annotated[float, Field(ge=0, le=10, description="For each doubling against the account's own days")] = 0.0
    size_lift: Annotated[float, Field(ge=0, le=10, description="For each doubling against its size")] = 0.0
    originality: Annotated[float, Field(ge=0, le=10, description="For own tweets only")] = 0.25
    consistency: Annotated[float, Field(ge=0, le=10, description="For writing on every day")] = 1.0
    focus: Annotated[float, Field(ge=0, le=10, description="For speaking of the field only")] = 0.5


class Analysis(Strict):
    """Settings of the topics and accounts stages; the defaults are the project's measured ones."""

    history_days: Annotated[int, Field(ge=0, le=60, description="Loaded days before the window that give context")] = 7
    background_days: Annotated[
        int, Field(ge=0, le=90, description="Days before the window that tell how common words and names are")
    ] = 45
    key_points: Annotated[int, Field(ge=1, le=30, description="核心信息 per report")] = 10
    notable_accounts: Annotated[int, Field(ge=0, le=50, description="Accounts named in the report")] = 10
    score_weights: ScoreWeights = ScoreWeights()
    wordcloud_words: Annotated[int, Field(ge=10, le=400, description="Words in the word cloud")] = 120


class Channel(Strict):
    """One series of reports. ``title`` and ``short_title`` are the words of the post's headings."""

    name: Annotated[str, Field(pattern=rf"^{CHANNEL_NAME.pattern}$", max_length=30, description="<platform>_<subject>")]
    title: Annotated[str, Field(min_length=1, description="e.g. AI人工智能领域")]
    short_title: Annotated[str, Field(min_length=1, description="e.g. Twitter Ai")]
    language: Annotated[Literal["zh", "en"], Field(description="Language of the report")] = "zh"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    start_date: Annotated[
        str,
        BeforeValidator(_day_text),
        AfterValidator(_real_day),
        Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="First day a backfill may ask for"),
    ]
    languages: Annotated[
        tuple[str, ...], Field(description="Tweets marked as another language are not analysed; empty = all")
    ] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    roster: Annotated[tuple[RosterEntry, ...], AfterValidator(_different_handles)] = ()
    budget: Budget = Budget()
    writer: Annotated[Writer, Field(description="Who writes: templates alone, or a language model beside them")] = (
        "template"
    )
    llm: Llm = Llm()
    quality: Quality = Quality()
    analysis: Analysis = Analysis()
    blog: Blog = Blog()
    approval: Annotated[Literal["none", "required"], Field(description="Whether somebody is asked first")] = "none"
    approval_hours: Annotated[int, Field(ge=1, le=168, description="How long an answer is waited for")] = 12
    unanswered: Annotated[Literal["withhold", "publish"], Field(description="What happens then")] = "withhold"
    notices: Notices = Notices()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the channel's days begin and end."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def roster_by_handle(self) -> Mapping[str, RosterEntry]:
        """Roster entries by lower-case handle, present and former."""
        return {handle: entry for entry in self.roster for handle in entry.handles}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> "Channel":
        """A copy, with other values; what was worked out of the old ones does not go along."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("roster_by_handle", None)
        return copied

    def config_hash(self) -> str:
        """Identity of the settings that shape a report; where tweets come from and posts go to, and costs, do not.

        Neither do the limits of quality: what they decide of a window is part of its run's input.
        """
        shaping = self.model_dump_json(
            exclude={
                "sources": True,
                "budget": True,
                "llm": set(Llm.model_fields) - {"input_tokens"},
                "quality": True,
                "start_date": True,
                "approval": True,
                "approval_hours": True,
                "unanswered": True,
                "notices": True,
                "blog": set(Blog.model_fields) - {"base_url"},  # the one that stands in a post
            }
        )
        return hashlib.sha256(shaping.encode()).hexdigest()[:16]


def channels_folder() -> Path:
    """The folder of the channel files. Raises ChannelError where it is not there."""
    folder = settings().include / "channels"
    if not folder.is_dir():
        raise ChannelError(f"{folder}: there is no such folder.", remedy="Set CHORUS_PROJECT to the checkout.")
    return folder


def load_channel(name: str, folder: Path | None = None) -> Channel:
    """The channel called ``name``. Raises ChannelError that names the file, the key and the remedy."""
    folder = folder or channels_folder()
    path = folder / f"{name}.yaml"
    if not CHANNEL_NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(sorted(each.stem for each in folder.glob("*.yaml"))) or "none yet"
        raise ChannelError(
            f"There is no channel {name!r}.",
            remedy=f"Known channels: {known}. A new one is one file, {folder}/NAME.yaml.",
        )
    return read_channel(path)


def load_channels(folder: Path | None = None) -> list[Channel]:
    """Every channel of the folder, by name. Raises ChannelError for the first wrong file."""
    return [read_channel(path) for path in sorted((folder or channels_folder()).glob("*.yaml"))]


def read_channel(path: Path) -> Channel:
    """Read and validate one channel file. Raises ChannelError."""
    document = read_mapping(path, ChannelError)
    try:
        channel = Channel.model_validate(document)
    except ValidationError as error:
        raise _explain(path, error) from None
    if channel.name != path.stem:
        raise ChannelError(
            f"{path}: name: is {channel.name!r}.",
            remedy=f"A channel is named like its file; write name: {path.stem}.",
        )
    for source in channel.sources:
        if source.mapping is not None:
            load_mapping(source.mapping)
    return channel


def _explain(path: Path, error: ValidationError) -> ChannelError:
    """Say the first problem as file, key and remedy; the rest follow when it is mended."""
    problem = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
    reason = problem["msg"].removeprefix("Value error, ")
    return ChannelError(f"{path}: {key}: {reason[:1].lower()}{reason[1:]}.", remedy=_remedy(problem))


_REMEDIES = {
    "missing": "Add the key {key}.",
    "extra_forbidden": "Remove the key or mend its spelling; known keys stand in include/channels/README.md.",
    "string_type": "Write a text, in quotes where YAML reads it as something else; it read {written}.",
    "tuple_type": "Write a list, such as [{written}].",
    "model_type": "Write its settings below it, indented, or leave the key out.",
    "too_short": "Give at least one.",
}
_OTHERWISE = "You wrote {written}; include/channels/README.md says what may stand here."
_WRITTEN_LIMIT = 60  # characters of the wrong value that an error repeats


def _remedy(problem: Mapping[str, Any]) -> str:
    """What to do about one pydantic problem."""
    written = repr(problem["input"])
    if len(written) > _WRITTEN_LIMIT:
        written = f"{written[:_WRITTEN_LIMIT]}…"
    key = problem["loc"][-1] if problem["loc"] else ""
    return _REMEDIES.get(problem["type"], _OTHERWISE).format(key=key, written=written)
