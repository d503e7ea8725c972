"""The tweet object of the X API v1.1, as far as we read it; the website and the account archive speak it too."""

from collections.abc import Sequence

import msgspec

from dawn_chorus.ingest import entities, values
from dawn_chorus.ingest.entities import Entities
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.tweet import Author
from dawn_chorus.ingest.values import Number


class Mention(msgspec.Struct):
    """A mentioned account."""

    screen_name: str = ""
    id_str: Number = None
    id: Number = None

    @property
    def number(self) -> Number:
        """The account's number; -1 stands for one that is gone."""
        number = _either(self.id_str, self.id)
        return None if number in (-1, "-1") else number


class Tag(msgspec.Struct):
    """A hashtag or cashtag."""

    text: str = ""


class Link(msgspec.Struct):
    """A link."""

    url: str = ""
    expanded_url: str | None = None


class Listed(msgspec.Struct):
    """The entities that a payload lists; pictures have a list of their own, which we leave out."""

    user_mentions: list[Mention] = []
    hashtags: list[Tag] = []
    symbols: list[Tag] = []
    urls: list[Link] = []


class Whole(msgspec.Struct):
    """A text that is longer than the field of old clients."""

    full_text: str | None = None
    entities: Listed | None = None


class Permalink(msgspec.Struct):
    """The link of a quoted tweet."""

    expanded: str = ""


class History(msgspec.Struct):
    """The versions of an edited tweet."""

    initial_tweet_id: Number = None
    edit_tweet_ids: list[Number] = []


class User(msgspec.Struct):
    """An account."""

    id_str: Number = None
    id: Number = None
    screen_name: str | None = None
    name: str | None = None
    description: str | None = None
    followers_count: Number = None
    verified: bool | None = None

    @property
    def key(self) -> str:
        """Its key. Raises Rejected."""
        number = _either(self.id_str, self.id)
        return values.handle_key(values.handle(self.screen_name)) if number is None else values.account_key(number)

    def as_author(self) -> Author:
        """This account as an author. Raises Rejected."""
        return Author(
            key=self.key,
            handle=values.handle(self.screen_name),
            name=values.clean(self.name, "name"),
            description=values.clean(self.description, "description"),
            followers=values.count(self.followers_count, "followers_count"),
            is_verified=self.verified,
        )


class Status(msgspec.Struct):
    """A tweet. The last three are no part of v1.1, but of the website's pages: a poll's options, an article's title."""

    id_str: Number = None
    id: Number = None
    created_at: str | None = None
    text: str | None = None
    full_text: str | None = None
    extended_tweet: Whole | None = None
    entities: Listed | None = None
    lang: str | None = None
    user: User | None = None
    in_reply_to_status_id_str: Number = None
    in_reply_to_status_id: Number = None
    in_reply_to_user_id_str: Number = None
    in_reply_to_user_id: Number = None
    in_reply_to_screen_name: str | None = None
    retweeted_status: "Status | None" = None
    quoted_status: "Status | None" = None
    quoted_status_id_str: Number = None
    quoted_status_id: Number = None
    quoted_status_permalink: Permalink | None = None
    conversation_id_str: Number = None
    edit_history: History | None = None
    withheld_copyright: bool = False
    withheld_in_countries: list[str] | str = []
    favorite_count: Number = None
    retweet_count: Number = None
    reply_count: Number = None
    quote_count: Number = None
    view_count: Number = None
    options: Sequence[str] = ()
    title: str | None = None

    @property
    def number(self) -> Number:
        """Its id: as text where it stands so, since the number may have gone through a floating-point one."""
        return _either(self.id_str, self.id)

    @property
    def answered(self) -> Number:
        """The tweet it answers."""
        return _either(self.in_reply_to_status_id_str, self.in_reply_to_status_id)

    @property
    def quoted(self) -> Number:
        """The tweet it quotes."""
        quoted = _either(self.quoted_status_id_str, self.quoted_status_id)
        return quoted if self.quoted_status is None else _either(quoted, self.quoted_status.number)

    @property
    def whole_text(self) -> str:
        """Its text, not cut off, with what is shown below it. Raises Rejected."""
        whole = self.extended_tweet.full_text if self.extended_tweet else None
        return values.with_lines(values.full_text(whole or self.full_text or self.text), self.options, self.title)

    @property
    def listed(self) -> Listed | None:
        """The entities that are listed for the whole text."""
        whole = self.extended_tweet
        return whole.entities if whole and whole.full_text else self.entities

    @property
    def mention_keys(self) -> dict[str, str]:
        """Account keys by lower-case handle, where the listed mentions have numbers."""
        mentions = self.listed.user_mentions if self.listed else []
        return {each.screen_name.lower(): values.account_key(each.number) for each in mentions if each.number}

    def entities_found(self) -> Entities:
        """Its entities: as listed, else as found in its text. Raises Rejected."""
        listed = self.listed
        if listed is None:
            return entities.extract(self.whole_text)
        return entities.spelled(
            [each.screen_name for each in listed.user_mentions if values.is_handle(each.screen_name)],
            [values.clean(each.text, "hashtag") for each in listed.hashtags],
            [values.clean(each.text, "cashtag") for each in listed.symbols],
            [values.clean(each.expanded_url or each.url, "link") for each in listed.urls],
        )

    def author(self) -> Author:
        """Who wrote it. Raises Rejected."""
        if self.user is None:
            raise Rejected(Reason.MISSING_AUTHOR, "There is no user.")
        return self.user.as_author()


def _either(text: Number, number: Number) -> Number:
    """The first of two spellings that is there."""
    return number if text is None or text == "" else text
