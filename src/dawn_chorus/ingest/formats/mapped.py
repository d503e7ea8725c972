"""Rows of any table, and objects of any JSON lines, read through a mapping."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from dawn_chorus.ingest import cells, entities, values
from dawn_chorus.ingest.formats.record import RETWEET_MARK, UNCUT, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.mapping import ColumnMapping, Columns
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.tweet import Author, TweetKind

Row = Mapping[str, object]

_ROW = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True)
class Mapped:
    """The format of what ``mapping`` describes."""

    mapping: ColumnMapping

    NAME = "mapped"

    def matches(self, sample: Mapping[str, bytes]) -> bool:
        """Whether an object has the fields without which there is no tweet."""
        columns = self.mapping.columns
        return all(each in sample or each.split(".")[0] in sample for each in (columns.tweet_id, columns.text))

    def records(self, document: bytes) -> Iterator[RawRecord]:
        """A row is a record."""
        yield RawRecord(document)

    def parse(self, record: RawRecord) -> ReceivedTweet:
        """The tweet of a row. Raises Rejected."""
        if record.context == UNCUT:
            raise _uncut(record.raw)
        row = record.context if isinstance(record.context, dict) else decode(record.raw, _ROW)
        try:
            return _tweet(row, self.mapping)
        except Rejected as refusal:
            tweet_id = _tweet_id(row, self.mapping.columns)
            moment = cells.pick(row, self.mapping.columns.created_at)
            refusal.created_at = cells.presumed(moment, self.mapping, tweet_id)
            raise


def _uncut(raw: bytes) -> Rejected:
    """The verdict on a row that could not be cut into its cells."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return Rejected(Reason.BAD_UTF8, f"Byte {error.start} is not UTF-8.")
    if b"\0" in raw:
        return Rejected(Reason.NUL_IN_TEXT, "It holds a NUL byte.")
    return Rejected(Reason.BROKEN_ROW, "It has not as many cells as the first row, or a quotation mark too many.")


def _tweet(row: Row, mapping: ColumnMapping) -> ReceivedTweet:
    """The tweet of a decoded row."""
    columns = mapping.columns
    tweet_id = values.whole_id(_tweet_id(row, columns))
    text = values.full_text(cells.text(cells.pick(row, columns.text), "text"))
    found = entities.extract(text)
    kind, ref_tweet_id = _relation(row, columns, text)
    mark = RETWEET_MARK.match(text) if kind == "retweet" else None
    return ReceivedTweet(
        tweet_id=tweet_id,
        created_at=cells.moment(cells.pick(row, columns.created_at), mapping, tweet_id),
        author=_author(row, mapping),
        text=text,
        lang=values.clean(cells.text(cells.pick(row, columns.lang), "lang"), "lang") or None,
        kind=kind,
        ref_tweet_id=ref_tweet_id,
        ref_author_key=values.handle_key(mark[1]) if mark else None,
        conversation_id=_id(row, columns.conversation_id, "conversation_id"),
        edit_root_id=tweet_id,
        mentions=found.mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        like_count=cells.count(cells.pick(row, columns.like_count), "like_count"),
        retweet_count=cells.count(cells.pick(row, columns.retweet_count), "retweet_count"),
        reply_count=cells.count(cells.pick(row, columns.reply_count), "reply_count"),
        quote_count=cells.count(cells.pick(row, columns.quote_count), "quote_count"),
        view_count=cells.count(cells.pick(row, columns.view_count), "view_count"),
        mention_keys=tuple(map(values.handle_key, found.mentions)),
        observed_at=cells.readable(cells.pick(row, columns.observed_at), mapping),
    )


def _tweet_id(row: Row, columns: Columns) -> values.Number:
    """The id as it stands in the row, or at the end of a link."""
    found = cells.number(cells.pick(row, columns.tweet_id), "id")
    link = values.ID_IN_LINK.search(found) if isinstance(found, str) else None
    return link[1] if link else found


def _id(row: Row, column: str | None, what: str) -> int | None:
    """A column as an id, or None where the row has none."""
    return values.optional_id(cells.number(cells.pick(row, column), what), what)


def _relation(row: Row, columns: Columns, text: str) -> tuple[TweetKind, int | None]:
    """The strongest relation and the tweet it points at; a retweet's mark counts where no column says otherwise."""
    is_retweet = cells.flag(cells.pick(row, columns.is_retweet), "is_retweet")
    retweeted = _id(row, columns.retweet_of, "retweeted id")
    quoted = _id(row, columns.quote_of, "quoted id")
    answered = _id(row, columns.reply_to, "answered id")
    if is_retweet or retweeted or (is_retweet is None and RETWEET_MARK.match(text)):
        return "retweet", retweeted
    if quoted or cells.flag(cells.pick(row, columns.is_quote), "is_quote"):
        return "quote", quoted
    return ("reply" if answered else "original"), answered


def _author(row: Row, mapping: ColumnMapping) -> Author:
    """The author of a row: whom it names, else whom the mapping says."""
    columns = mapping.columns
    named = cells.text(cells.pick(row, columns.author_handle), "handle")
    handle = values.handle((named or "").strip().removeprefix("@") or mapping.author)
    number = _id(row, columns.author_id, "account id") if named or not mapping.author else None
    return Author(
        key=str(number) if number else values.handle_key(handle),
        handle=handle,
        name=values.clean(cells.text(cells.pick(row, columns.author_name), "name"), "name"),
        description=values.clean(cells.text(cells.pick(row, columns.author_description), "description"), "description"),
        followers=cells.count(cells.pick(row, columns.author_followers), "author_followers"),
    )
