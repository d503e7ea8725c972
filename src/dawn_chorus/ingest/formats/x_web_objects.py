"""The objects of the website's own pages, as far as we read them: a tweet of the API v1.1 with everything around it."""

import msgspec

from dawn_chorus.ingest.formats.x_api_v1_objects import History, Listed, Status, User, Whole
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.values import Number

_TYPE = {"typename": "__typename"}


class Core(msgspec.Struct):
    """Names of an account in newer pages."""

    screen_name: str | None = None
    name: str | None = None


class Bio(msgspec.Struct):
    """What an account says of itself in newer pages."""

    description: str | None = None


class Relations(msgspec.Struct):
    """Counters of an account in newer pages."""

    followers: Number = None


class Verification(msgspec.Struct):
    """The old marks of an account."""

    verified: bool | None = None
    verified_type: str | None = None


class WebUser(msgspec.Struct, rename=_TYPE):
    """An account, in older pages with everything in ``legacy``."""

    typename: str = ""
    rest_id: Number = None
    legacy: User = msgspec.field(default_factory=User)
    core: Core = msgspec.field(default_factory=Core)
    profile_bio: Bio = msgspec.field(default_factory=Bio)
    relationship_counts: Relations = msgspec.field(default_factory=Relations)
    verification: Verification = msgspec.field(default_factory=Verification)
    is_blue_verified: bool | None = None

    @property
    def is_verified(self) -> bool | None:
        """Whether it carries a verified mark of any kind, where the page says so."""
        marks = (self.is_blue_verified, self.verification.verified, self.legacy.verified)
        return any(marks) or bool(self.verification.verified_type) if marks != (None, None, None) else None

    def as_user(self) -> User:
        """This account as an object of v1.1. Raises Rejected where the page only says that it is gone."""
        if self.rest_id is None:
            raise Rejected(Reason.AUTHOR_UNAVAILABLE, f"The page has {self.typename[:40] or 'nothing'} in its place.")
        return User(
            id_str=self.rest_id,
            screen_name=self.core.screen_name or self.legacy.screen_name,
            name=self.core.name or self.legacy.name,
            description=self.profile_bio.description or self.legacy.description,
            followers_count=_first(self.relationship_counts.followers, self.legacy.followers_count),
            verified=self.is_verified,
        )


class UserResult(msgspec.Struct):
    """Where an account stands; suspended ones leave it empty."""

    result: WebUser = msgspec.field(default_factory=WebUser)


class Around(msgspec.Struct):
    """What stands around a tweet."""

    user_results: UserResult = msgspec.field(default_factory=UserResult)


class NoteResult(msgspec.Struct):
    """A long text."""

    text: str | None = None
    entity_set: Listed | None = None


class NoteResults(msgspec.Struct):
    """Where a long text stands."""

    result: NoteResult = msgspec.field(default_factory=NoteResult)


class Note(msgspec.Struct):
    """The whole text of a tweet that is longer than 280 characters."""

    note_tweet_results: NoteResults = msgspec.field(default_factory=NoteResults)


class Views(msgspec.Struct):
    """How often a tweet was shown."""

    count: Number = None


class EditControl(History):
    """The versions of a tweet; a later version has them one level deeper."""

    edit_control_initial: History = msgspec.field(default_factory=History)


class CardText(msgspec.Struct):
    """A value of a card, where it is a text."""

    string_value: str | None = None


class CardField(msgspec.Struct):
    """A field of a card."""

    key: str = ""
    value: CardText = msgspec.field(default_factory=CardText)


class CardData(msgspec.Struct):
    """The fields of a card, in no order."""

    name: str = ""
    binding_values: list[CardField] = []


class Card(msgspec.Struct):
    """What is shown below a tweet: a link's preview, a poll."""

    legacy: CardData = msgspec.field(default_factory=CardData)

    @property
    def options(self) -> list[str]:
        """The options of a poll, in their order; none for another card."""
        if not self.legacy.name.startswith("poll"):
            return []
        labels = {each.key: each.value.string_value for each in self.legacy.binding_values if "_label" in each.key}
        return [text for _, text in sorted(labels.items()) if text]


class ArticleResult(msgspec.Struct):
    """An article."""

    title: str | None = None


class ArticleResults(msgspec.Struct):
    """Where an article stands."""

    result: ArticleResult = msgspec.field(default_factory=ArticleResult)


class Article(msgspec.Struct):
    """What a tweet whose text is a mere link leads to."""

    article_results: ArticleResults = msgspec.field(default_factory=ArticleResults)


class TweetResult(msgspec.Struct):
    """Where a tweet stands; one that is gone leaves it empty."""

    result: "WebTweet | None" = None


class WebStatus(Status):
    """A tweet's own fields."""

    retweeted_status_result: TweetResult | None = None


class WebTweet(msgspec.Struct, rename=_TYPE):
    """A tweet, a notice in its place, or (``tweet``) one that is shown with restrictions."""

    typename: str = ""
    rest_id: Number = None
    tweet: "WebTweet | None" = None
    legacy: WebStatus | None = None
    core: Around = msgspec.field(default_factory=Around)
    note_tweet: Note | None = None
    quoted_status_result: TweetResult | None = None
    views: Views = msgspec.field(default_factory=Views)
    edit_control: EditControl = msgspec.field(default_factory=EditControl)
    card: Card | None = None
    article: Article | None = None

    def as_status(self) -> Status:
        """This tweet as an object of v1.1. Raises Rejected for a notice in its place."""
        if self.tweet is not None:
            return self.tweet.as_status()
        if self.legacy is None:
            raise Rejected(Reason.TWEET_UNAVAILABLE, f"The page has {self.typename[:40] or 'nothing'} in its place.")
        note = self.note_tweet.note_tweet_results.result if self.note_tweet else NoteResult()
        return msgspec.structs.replace(
            self.legacy,
            id_str=_first(self.rest_id, self.legacy.id_str),
            user=self.core.user_results.result.as_user(),
            extended_tweet=Whole(note.text, note.entity_set),
            retweeted_status=_included(self.legacy.retweeted_status_result),
            quoted_status=_included(self.quoted_status_result),
            edit_history=self._history(),
            view_count=self.views.count,
            options=self.card.options if self.card else (),
            title=self.article.article_results.result.title if self.article else None,
        )

    def _history(self) -> History:
        """Its versions, wherever the page has them."""
        control = self.edit_control
        versions = control.edit_tweet_ids or control.edit_control_initial.edit_tweet_ids
        return History(control.initial_tweet_id, versions)


def _included(found: TweetResult | None) -> Status | None:
    """An included tweet; None for one that is gone, whose author is, or of which only the id is known."""
    if found is None or found.result is None:
        return None
    try:
        return found.result.as_status()
    except Rejected:
        return None


def _first(one: Number, other: Number) -> Number:
    """The first of two spellings that is there."""
    return other if one is None else one
