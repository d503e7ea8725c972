"""The official archive of an account: ``tweets.js``, a script that sets ``window.YTD.tweets.part0`` to a list.

Its tweets are objects of the API v1.1 without a user, since all are of the archive's owner: whom ``account.js``, which
lies beside it, names. Counters are texts; a retweet is known by its mark alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from dawn_chorus.ingest.archive import ACCOUNT_FILE, Owner
from dawn_chorus.ingest.formats import x_api_v1
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v1_objects import History, Status, User
from dawn_chorus.ingest.moments import presumed
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


@dataclass(frozen=True)
class AccountArchive:
    """The format, for the archive of ``owner``."""

    owner: Owner | None = None

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
        return msgspec.structs.replace(status, user=user, edit_history=history)
