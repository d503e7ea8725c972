"""Channels: one validated YAML file each says what to read, how to analyse it, and where to publish."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from dawn_chorus.errors import ChannelError
from dawn_chorus.settings import settings

CHANNEL_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such time zone; write it like Asia/Shanghai")
    return name


class _Strict(BaseModel):
    """Unknown keys are errors: a misspelt setting must not be silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where tweets come from: files or folders; ``{home}`` and ``{include}`` are filled in."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", description="Short name, shown in the ledger")]
    kind: Literal["files"] = "files"
    path: Annotated[str, Field(min_length=1, description="A file, a folder (read recursively) or a glob")]


class RosterEntry(_Strict):
    """A person or organisation that the channel's readers know: who they are, in the report's language."""

    handle: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,15}$")]
    name: Annotated[str, Field(min_length=1, description="As readers know them")]
    role: Annotated[str, Field(description="One short phrase, e.g. Hugging Face 联合创始人")] = ""
    is_vendor: Annotated[bool, Field(description="Speaks for a company or lab about its own products")] = False


class Analysis(_Strict):
    """Settings of the topics and accounts stages; the defaults are the project's measured ones."""

    history_days: Annotated[int, Field(ge=0, le=60, description="Loaded days before the window that give context")] = 7
    key_points: Annotated[int, Field(ge=1, le=30, description="核心信息 per report")] = 10
    notable_accounts: Annotated[int, Field(ge=0, le=50, description="Accounts named in the report")] = 10
    wordcloud_words: Annotated[int, Field(ge=10, le=400, description="Words in the word cloud")] = 120


class Blog(_Strict):
    """The Jekyll repository that posts go to."""

    remote: Annotated[str, Field(min_length=1, description="Any git remote: path, ssh or https")] = "{home}/blog.git"
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]+$")] = "main"
    base_url: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9._-]+)*$", description="Jekyll's baseurl, e.g. /news")] = ""
    author_name: str = "Dawn Chorus"
    author_email: str = "dawn-chorus@localhost"


class Channel(_Strict):
    """One series of reports. ``title`` and ``short_title`` are the words of the post's headings."""

    name: Annotated[str, Field(pattern=rf"^{CHANNEL_NAME.pattern}$", max_length=30, description="<platform>_<subject>")]
    title: Annotated[str, Field(min_length=1, description="e.g. AI人工智能领域")]
    short_title: Annotated[str, Field(min_length=1, description="e.g. Twitter Ai")]
    language: Annotated[Literal["zh"], Field(description="Language of the report")] = "zh"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    start_date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="First day a backfill may ask for")]
    languages: Annotated[tuple[str, ...], Field(description="Tweets in other languages are not read; empty = all")] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    roster: tuple[RosterEntry, ...] = ()
    analysis: Analysis = Analysis()
    blog: Blog = Blog()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the channel's days begin and end."""
        return ZoneInfo(self.time_zone)

    @property
    def roster_by_handle(self) -> Mapping[str, RosterEntry]:
        """Roster entries by lower-case handle."""
        return {entry.handle.lower(): entry for entry in self.roster}

    def config_hash(self) -> str:
        """Identity of the settings that shape a report; where tweets come from and which remote it goes to do not."""
        shaping = self.model_dump_json(
            exclude={
                "sources": True,
                "start_date": True,
                "blog": {"remote", "branch", "author_name", "author_email"},
            }
        )
        return hashlib.sha256(shaping.encode()).hexdigest()[:16]


def channels_folder() -> Path:
    """The folder of the channel files."""
    return settings().include / "channels"


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
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise ChannelError(f"{path}: cannot be read: {reason}", remedy="Mend the YAML.") from None
    if not isinstance(document, dict):
        raise ChannelError(f"{path}: is not a mapping of settings.", remedy="Copy a channel beside it and edit it.")
    try:
        channel = Channel.model_validate(document)
    except ValidationError as error:
        raise _explain(path, error) from None
    if channel.name != path.stem:
        raise ChannelError(
            f"{path}: name: is {channel.name!r}.",
            remedy=f"A channel is named like its file; write name: {path.stem}.",
        )
    return channel


def _explain(path: Path, error: ValidationError) -> ChannelError:
    """Say the first problem as file, key and remedy; the rest follow when it is mended."""
    problem = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
    return ChannelError(f"{path}: {key}: {problem['msg'].lower()}.", remedy=_remedy(problem))


def _remedy(problem: Mapping[str, Any]) -> str:
    """What to do about one pydantic problem."""
    if problem["type"] == "missing":
        return f"Add the key {problem['loc'][-1]}."
    if problem["type"] == "extra_forbidden":
        return "Remove the key or mend its spelling; known keys stand in include/channels/README.md."
    return f"You wrote {problem['input']!r}; mend the value."
