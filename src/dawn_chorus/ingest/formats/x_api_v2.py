"""Response pages of the X API v2: ``{data, includes, meta, errors}``, with ``data`` a list or one tweet.

Two dialects are read: ``tweet.fields`` (referenced_tweets, note_tweet, retweet_count, edit_history_tweet_ids) and,
since version 2.167, ``post.fields`` (referenced_posts, note_post, repost_count, edit_history_post_ids).
"""

from collections.abc import Iterable, Iterator, Mapping

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.entities import Entities
from dawn_chorus.ingest.formats.record import RETWEET_MARK, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v2_objects import PageTweet, Reference
from dawn_chorus.ingest.formats.x_api_v2_page import NO_PAGE, TWEET, WHOLE, Page
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.tweet import TweetKind

NAME = "x_api_v2"

_WITHOUT_DATA = {"meta", "errors", "includes", "title", "detail", "type", "status", "__twarc"}
# The platform's words for a relation, in both dialects, strongest first.
_KINDS: Mapping[str, TweetKind] = {
    "retweeted": "retweet",
    "reposted": "retweet",
    "quoted": "quote",
    "replied_to": "reply",
}


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a page, or like the API's answer when there is nothing or an error."""
    data = sample.get("data")
    if data is None:
        return not sample.keys().isdisjoint({"meta", "errors"}) and sample.keys() <= _WITHOUT_DATA
    return data == b"null" or data.startswith(b"[") or "id" in members(data)


def records(document: bytes) -> Iterable[RawRecord | ReceivedTweet]:
    """Each element of ``data`` with its page; a line that is no page is one record, to be refused.

    A page is read at once where nothing in it is refused, which takes a fifth of the time.
    """
    try:
        page = decode(document, WHOLE)
        context = Page.of(page.includes, page.errors, page.collector)
        return [tweet_of(each, context) for each in page.data]
    except Rejected:
        return _cut(document)


def _cut(document: bytes) -> Iterator[RawRecord]:
    """A page's elements, each to be parsed by itself."""
    page = members(document)
    if not matches(page):
        yield RawRecord(document, NO_PAGE)
        return
    data = elements(page.get("data", b""))
    context = Page.read(page) if data else NO_PAGE
    for each in data:
        yield RawRecord(each, context)


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of one element of a page's ``data``. Raises Rejected."""
    page = record.context if isinstance(record.context, Page) else NO_PAGE
    tweet = decode(record.raw, TWEET)
    if tweet.text is None and tweet.author_id is None:
        raise Rejected(Reason.NOT_A_TWEET, "It has neither text nor author.")
    try:
        return tweet_of(tweet, page)
    except Rejected as refusal:
        refusal.created_at = moments.presumed(tweet.created_at, tweet.id)
        raise


def tweet_of(tweet: PageTweet, page: Page) -> ReceivedTweet:
    """The tweet of a decoded element. Raises Rejected."""
    tweet_id = values.whole_id(tweet.id)
    created_at = moments.written_at(tweet.created_at, tweet_id)
    if tweet.withheld:
        values.refuse_withheld(tweet.withheld.copyright, tweet.withheld.country_codes)
    kind, ref_id = _relation(tweet)
    original = page.tweets.get(str(ref_id)) if ref_id else None
    text, found = _content(tweet, page, kind, original)
    root_id = min([values.whole_id(each, "version's id") for each in tweet.versions], default=tweet_id)
    root_id = min(root_id, tweet_id)
    metrics, mentions = tweet.public_metrics, found.mentions
    return ReceivedTweet(
        tweet_id=tweet_id,
        created_at=moments.first_written_at(created_at, tweet_id, root_id),
        author=page.author(tweet.author_id),
        text=text,
        lang=values.clean(tweet.lang, "lang") or None,
        kind=kind,
        ref_tweet_id=ref_id,
        ref_author_key=_ref_author(tweet, page, kind, original),
        conversation_id=values.optional_id(tweet.conversation_id, "conversation_id"),
        edit_root_id=root_id,
        mentions=mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        like_count=values.count(metrics.like_count, "like_count"),
        retweet_count=values.count(metrics.reposts, "retweet_count"),
        reply_count=values.count(metrics.reply_count, "reply_count"),
        quote_count=values.count(metrics.quote_count, "quote_count"),
        view_count=values.count(metrics.impression_count, "impression_count"),
        mention_keys=page.keys_of(mentions, tweet.mention_ids) if mentions else (),
        observed_at=page.observed_at,
    )


def _relation(tweet: PageTweet) -> tuple[TweetKind, int | None]:
    """The strongest relation and the tweet it points at."""
    references = [each for each in tweet.references if each.type in _KINDS] if tweet.references else ()
    if references:
        strongest = min(reversed(references), key=_strength) if len(references) > 1 else references[0]
        return _KINDS[strongest.type], values.optional_id(strongest.id, "referenced id")
    if tweet.in_reply_to_user_id is not None:
        return "reply", None
    return "retweet" if tweet.text and RETWEET_MARK.match(tweet.text) else "original", None


def _strength(reference: Reference) -> int:
    """The place of a relation among ``_KINDS``; of two of one kind the last counts."""
    return list(_KINDS).index(reference.type)


def _content(tweet: PageTweet, page: Page, kind: TweetKind, original: PageTweet | None) -> tuple[str, Entities]:
    """Full text and entities; a retweet's own text is cut off, so the included original's stands behind the mark."""
    text = page.text_of(tweet)
    if kind != "retweet" or original is None:
        return text, tweet.entities_found()
    mark = RETWEET_MARK.match(text)
    handle = page.handle_of(original) or (mark and mark[1])
    if not handle:
        return text, tweet.entities_found()
    whole = f"RT @{handle}: {page.text_of(original)}"
    return whole, Entities(mentions=(handle.lower(),)) | original.entities_found()


def _ref_author(tweet: PageTweet, page: Page, kind: TweetKind, original: PageTweet | None) -> str | None:
    """The account that the relation points at, where the input says it."""
    if kind == "original":
        return None
    if original is not None and original.author_id is not None:
        return values.account_key(original.author_id)
    if kind == "reply" and tweet.in_reply_to_user_id is not None:
        return values.account_key(tweet.in_reply_to_user_id)
    mark = RETWEET_MARK.match(tweet.text or "") if kind == "retweet" else None
    return page.keys_of([mark[1].lower()], tweet.mention_ids)[0] if mark else None
