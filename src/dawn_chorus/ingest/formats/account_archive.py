"""The official archive of an account: ``tweets.js``, a script that sets ``window.YTD.tweets.part0`` to a list.

Its tweets are objects of the API v1.1 without a user, since all are of the archive's owner: whom ``account.js``, which
lies beside it, names. Counters are texts; a retweet is known by its mark alone.

Long texts are cut off there and stand whole in ``note-tweet.js``, without the id of their tweet. A note is a tweet's
when it was written within some seconds of it and begins as the tweet's text does, which is cut off. If two do, none is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape

import msgspec

from dawn_chorus.ingest import entities
from dawn_chorus.ingest.archive import ACCOUNT_FILE, Note, Owner
from dawn_chorus.ingest.formats import x_api_v1
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v1_objects import History, Link, Listed, Mention, Status, Tag, User, Whole
from dawn_chorus.ingest.moments import presumed, readable
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import members


class _Initial(msgspec.Struct, rename="camel"):
    edit_tweet_ids: list[str] = []


class _EditInfo(msgspec.Struct):
    initial: _Initial | None = None


class _ArchivedStatus(Status):
    edit_info: _EditInfo | None = None
    deleted_at: str | None = None


class _Entry(msgspec.Struct):
    tweet: _ArchivedStatus | None = None


_ENTRY = msgspec.json.Decoder(_Entry)

NOTE_SECONDS = 5  # between a tweet and its note
LEAST_BEGUN = 100  # signs of a text that is cut off; 280 of Latin letters are, or half as many of Chinese
_CUT_OFF = re.compile(r"(?:…|\.\.\.)?(?:\s*https://t\.co/[A-Za-z0-9]+)*\s*\Z")


@dataclass(frozen=True)
class AccountArchive:
    """The format, for the archive of ``owner`` with its long texts."""

    owner: Owner | None = None
    notes: tuple[Note, ...] = ()

    NAME = "account_archive"

    def matches(self, sample: Mapping[str, bytes]) -> bool:
        """Whether an object looks like an entry of ``tweets.js``."""
        return sample.keys() == {"tweet"} and "id_str" in members(sample["tweet"])

    def records(self, document: bytes) -> Iterator[RawRecord]:
        """An entry is a record."""
        yield RawRecord(document)

    def parse(self, record: RawRecord) -> ReceivedTweet:
        """The tweet of an entry. Raises Rejected."""
        status = decode(record.raw, _ENTRY).tweet
        if status is None:
            raise Rejected(Reason.NOT_A_TWEET, "The entry holds no tweet.")
        try:
            return x_api_v1.tweet_of(self._whole(status))
        except Rejected as refusal:
            refusal.created_at = presumed(status.created_at, status.number)
            raise

    def _whole(self, status: _ArchivedStatus) -> Status:
        """The tweet with its user and history in their places. Raises Rejected."""
        if status.deleted_at is not None:
            raise Rejected(Reason.DELETED, "Its author had deleted it when the archive was made.")
        if self.owner is None:
            raise Rejected(Reason.MISSING_AUTHOR, f"An archive's tweets name nobody: put its {ACCOUNT_FILE} beside it.")
        owner = self.owner
        user = User(id_str=owner.account_id, screen_name=owner.username, name=owner.account_display_name)
        initial = status.edit_info.initial if status.edit_info else None
        history = History(edit_tweet_ids=list(initial.edit_tweet_ids)) if initial else None
        whole = status.extended_tweet or self._noted(status)
        return msgspec.structs.replace(status, user=user, edit_history=history, extended_tweet=whole)

    @cached_property
    def _notes(self) -> Mapping[int, list[Note]]:
        """The notes by the second in which they were written."""
        by_second: dict[int, list[Note]] = {}
        for note in self.notes:
            written = readable(note.created_at)
            if written is not None:
                by_second.setdefault(int(written.timestamp()), []).append(note)
        return by_second

    def _noted(self, status: _ArchivedStatus) -> Whole | None:
        """The whole text of a tweet that is cut off, where one note has it."""
        begun, written = _begun(status.full_text or ""), presumed(status.created_at, status.number)
        if not self.notes or written is None or len(begun) < LEAST_BEGUN:
            return None
        second = int(written.timestamp())
        near = (
            each for at in range(second - NOTE_SECONDS, second + NOTE_SECONDS + 1) for each in self._notes.get(at, ())
        )
        notes = [note for note in near if len(note.text) > len(begun) and unescape(note.text).startswith(begun)]
        return Whole(full_text=notes[0].text, entities=_listed(notes[0], status)) if len(notes) == 1 else None


def _begun(text: str) -> str:
    """A cut-off text without the mark and the link to the rest at its end."""
    return unescape(_CUT_OFF.sub("", text)).rstrip()


def _listed(note: Note, status: _ArchivedStatus) -> Listed:
    """The entities of a note: found in its text, with the numbers and whole links that are known."""
    found, listed = entities.extract(note.text), status.entities or Listed()
    known = {each.screen_name.lower(): each for each in listed.user_mentions}
    links = {each.url: each.expanded_url for each in listed.urls} | dict(note.links)
    return Listed(
        user_mentions=[known.get(each) or Mention(screen_name=each) for each in found.mentions],
        hashtags=[Tag(text=each) for each in found.hashtags],
        symbols=[Tag(text=each) for each in found.cashtags],
        urls=[Link(url=each, expanded_url=links.get(each)) for each in found.urls],
    )
