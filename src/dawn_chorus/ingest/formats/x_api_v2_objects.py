"""The objects of the X API v2, as far as we read them, in both dialects. Everything may be missing.

They are read by the million: what is missing is one object for all, and the garbage collector leaves them alone.
"""

import msgspec

from dawn_chorus.ingest import entities, values
from dawn_chorus.ingest.entities import Entities
from dawn_chorus.ingest.tweet import Author
from dawn_chorus.ingest.values import Number


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A mentioned account; older data lack the id."""

    username: str = ""
    id: Number = None


class Tag(msgspec.Struct, frozen=True, gc=False):
    """A hashtag or cashtag."""

    tag: str = ""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link; one with a ``media_key`` shows the tweet's own picture."""

    url: str = ""
    expanded_url: str = ""
    unwound_url: str = ""
    media_key: str | None = None

    @property
    def target(self) -> str:
        """Where it leads."""
        return self.unwound_url or self.expanded_url or self.url


class Listed(msgspec.Struct, frozen=True, gc=False):
    """The entities that the API lists."""

    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[Tag, ...] = ()
    cashtags: tuple[Tag, ...] = ()
    urls: tuple[Link, ...] = ()

    def found(self) -> Entities:
        """They, in the spelling of ``Tweet``. Raises Rejected. Most lists are empty, and not looked into."""
        return entities.spelled(
            [each.username for each in self.mentions if values.is_handle(each.username)] if self.mentions else (),
            [values.clean(each.tag, "hashtag") for each in self.hashtags] if self.hashtags else (),
            [values.clean(each.tag, "cashtag") for each in self.cashtags] if self.cashtags else (),
            [values.clean(each.target, "link") for each in self.urls if not each.media_key] if self.urls else (),
        )


class Note(msgspec.Struct, frozen=True, gc=False):
    """The whole text of a tweet that is longer than 280 characters."""

    text: str | None = None
    entities: Listed | None = None


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A tweet that this one retweets, quotes or answers."""

    type: str = ""
    id: Number = None


class Metrics(msgspec.Struct, frozen=True, gc=False):
    """Public counters, in both dialects."""

    like_count: Number = None
    retweet_count: Number = None
    repost_count: Number = None
    reply_count: Number = None
    quote_count: Number = None
    impression_count: Number = None

    @property
    def reposts(self) -> Number:
        """Retweets."""
        return self.repost_count if self.retweet_count is None else self.retweet_count


class Withheld(msgspec.Struct, frozen=True, gc=False):
    """Where a tweet may not be shown."""

    copyright: bool = False
    country_codes: tuple[str, ...] = ()


class Attachments(msgspec.Struct, frozen=True, gc=False):
    """What is attached to a tweet, of which we read polls."""

    poll_ids: tuple[str, ...] = ()


class Option(msgspec.Struct, frozen=True, gc=False):
    """An option of a poll."""

    position: int = 0
    label: str = ""


class Poll(msgspec.Struct, frozen=True, gc=False):
    """A poll of ``includes``."""

    id: str = ""
    options: tuple[Option, ...] = ()

    @property
    def labels(self) -> list[str]:
        """What can be chosen, in order."""
        return [each.label for each in sorted(self.options, key=lambda option: option.position)]


class Article(msgspec.Struct, frozen=True, gc=False):
    """What a tweet whose text is a mere link leads to."""

    title: str | None = None


class PageTweet(msgspec.Struct, frozen=True, gc=False):
    """A tweet of ``data`` or ``includes``, in both dialects."""

    id: Number = None
    text: str | None = None
    author_id: Number = None
    created_at: str | None = None
    lang: str | None = None
    conversation_id: Number = None
    in_reply_to_user_id: Number = None
    public_metrics: Metrics = Metrics()
    entities: Listed | None = None
    withheld: Withheld | None = None
    attachments: Attachments = Attachments()
    article: Article | None = None
    note_tweet: Note | None = None
    note_post: Note | None = None
    referenced_tweets: tuple[Reference, ...] = ()
    referenced_posts: tuple[Reference, ...] = ()
    edit_history_tweet_ids: tuple[Number, ...] = ()
    edit_history_post_ids: tuple[Number, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it points at."""
        return self.referenced_tweets or self.referenced_posts

    @property
    def versions(self) -> tuple[Number, ...]:
        """The ids of its versions, first to last."""
        return self.edit_history_tweet_ids or self.edit_history_post_ids

    @property
    def whole_text(self) -> str | None:
        """Its text, not cut off."""
        note = self.note_tweet or self.note_post
        return note.text if note and note.text else self.text

    @property
    def listed(self) -> Listed | None:
        """The entities that the API lists for the whole text."""
        note = self.note_tweet or self.note_post
        return note.entities if note and note.text else self.entities

    @property
    def mention_ids(self) -> dict[str, str]:
        """Account keys by lower-case handle, where the listed mentions have ids."""
        mentions = self.listed.mentions if self.listed else ()
        return {each.username.lower(): values.account_key(each.id) for each in mentions if each.id is not None}

    def entities_found(self) -> Entities:
        """Its entities: as listed, else as found in its text."""
        listed = self.listed
        return entities.extract(self.whole_text or "") if listed is None else listed.found()


class UserMetrics(msgspec.Struct, frozen=True, gc=False):
    """Counters of an account."""

    followers_count: Number = None


class PageUser(msgspec.Struct, frozen=True, gc=False):
    """An account of ``includes``."""

    id: Number = None
    username: str | None = None
    name: str | None = None
    description: str | None = None
    verified: bool | None = None
    verified_type: str | None = None
    public_metrics: UserMetrics = UserMetrics()

    @property
    def is_verified(self) -> bool | None:
        """Whether it carries a verified mark of any kind, where the input says so."""
        if self.verified is None and self.verified_type is None:
            return None
        return bool(self.verified) or self.verified_type not in (None, "none")

    def as_author(self, key: str) -> Author:
        """This account as an author. Raises Rejected."""
        return Author(
            key=key,
            handle=values.handle(self.username),
            name=values.clean(self.name, "name"),
            description=values.clean(self.description, "description"),
            followers=values.count(self.public_metrics.followers_count, "followers_count"),
            is_verified=self.is_verified,
        )


class Collector(msgspec.Struct, frozen=True, gc=False):
    """What the program that fetched a page wrote into it."""

    retrieved_at: str | None = None


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One of a page's ``errors``: something that was asked for and could not be given."""

    resource_type: str = ""
    resource_id: str = ""
    value: str = ""
    title: str = ""


class Includes(msgspec.Struct, frozen=True, gc=False):
    """What a page includes."""

    users: tuple[PageUser, ...] = ()
    tweets: tuple[PageTweet, ...] = ()
    posts: tuple[PageTweet, ...] = ()
    polls: tuple[Poll, ...] = ()


class WholePage(msgspec.Struct, frozen=True, gc=False):
    """A page, nothing of which is broken."""

    data: tuple[PageTweet, ...]
    includes: Includes = Includes()
    errors: tuple[Problem, ...] = ()
    collector: Collector = msgspec.field(default=Collector(), name="__twarc")
