"""Response pages of the X API v2: ``{data, includes, meta, errors}``, with ``data`` a list or one tweet.

Two dialects are read: ``tweet.fields`` (referenced_tweets, note_tweet, retweet_count, edit_history_tweet_ids) and,
since version 2.167, ``post.fields`` (referenced_posts, note_post, repost_count, edit_history_post_ids).
"""

from collections.abc import Iterator, Mapping

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.entities import Entities
from dawn_chorus.ingest.formats.record import RETWEET_MARK, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v2_objects import PageTweet
from dawn_chorus.ingest.formats.x_api_v2_page import NO_PAGE, TWEET, Page
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


def records(document: bytes) -> Iterator[RawRecord]:
    """Each element of ``data`` with its page; a line that is no page is one record, to be refused."""
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
        return _tweet(tweet, page)
    except Rejected as refusal:
        refusal.created_at = moments.presumed(tweet.created_at, tweet.id)
        raise


def _tweet(tweet: PageTweet, page: Page) -> ReceivedTweet:
    """The tweet of a decoded element."""
    tweet_id = values.whole_id(tweet.id)
    created_at = moments.written_at(tweet.created_at, tweet_id)
    if tweet.withheld:
        values.refuse_withheld(tweet.withheld.copyright, tweet.withheld.country_codes)
    kind, ref_id = _relation(tweet)
    original = page.tweets.get(str(ref_id))
    text, found = _content(tweet, page, kind, original)
    root_id = min([tweet_id, *(values.whole_id(each, "version's id") for each in tweet.versions)])
    metrics, known = tweet.public_metrics, tweet.mention_ids if found.mentions else {}
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
        mentions=found.mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        like_count=values.count(metrics.like_count, "like_count"),
        retweet_count=values.count(metrics.reposts, "retweet_count"),
        reply_count=values.count(metrics.reply_count, "reply_count"),
        quote_count=values.count(metrics.quote_count, "quote_count"),
        view_count=values.count(metrics.impression_count, "impression_count"),
        mention_keys=tuple(page.key_of(each, known) for each in found.mentions),
        observed_at=page.observed_at,
    )


def _relation(tweet: PageTweet) -> tuple[TweetKind, int | None]:
    """The strongest relation and the tweet it points at."""
    by_type = {each.type: each.id for each in tweet.references}
    for word, kind in _KINDS.items():
        if word in by_type:
            return kind, values.optional_id(by_type[word], "referenced id")
    if tweet.in_reply_to_user_id is not None:
        return "reply", None
    return "retweet" if RETWEET_MARK.match(tweet.text or "") else "original", None


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
    return page.key_of(mark[1], tweet.mention_ids) if mark else None
