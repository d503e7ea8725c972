"""The things of a window that may be told: its topics, and single tweets that stand for themselves, best first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts, TopicFact, TweetFact
from dawn_chorus.report.kinds import kind_of, telling_kinds
from dawn_chorus.report.names import NameFinder, company_names, topic_name
from dawn_chorus.report.people import is_company, is_official
from dawn_chorus.report.quotes import best_excerpt, points
from dawn_chorus.report.score import is_in_field, item_score, tweet_score
from dawn_chorus.text.keys import key_of
from dawn_chorus.topics.themes import theme_of

QUOTABLE = 0.5  # how much a good sentence counts beside the tweet's score when the lead is chosen
WEAK_QUOTE = 0.4  # points lost for each point that the best sentence lacks to being news


@dataclass(frozen=True)
class Item:
    """One thing to tell. ``tweets``: what may be quoted of it, best first.

    ``accounts``: how many wrote of it in their own words, as members of the topic.

    ``name`` is None where a single tweet has no plain one; ``kind`` is None where it is not plain.
    ``in_field``: it belongs to what the channel is about. ``theme``: key of a theme in themes.yaml.
    """

    name: str | None
    names: tuple[str, ...]
    topic: TopicFact | None
    tweets: tuple[TweetFact, ...]
    accounts: int
    has_official: bool
    is_company: bool
    in_field: bool
    theme: str
    kind: str | None
    score: float

    @property
    def lead(self) -> TweetFact:
        """The tweet that tells it best."""
        return self.tweets[0]


@dataclass(frozen=True)
class _Heap:
    """Tweets about one thing, and what it is called."""

    name: str | None
    names: tuple[str, ...]
    topic: TopicFact | None
    tweets: tuple[TweetFact, ...]


def find_items(facts: Facts, channel: Channel) -> list[Item]:
    """Every thing of the window that can be quoted, highest score first."""
    found = [_item(heap, facts, channel) for heap in _heaps(facts)]
    return sorted(found, key=lambda item: (-item.score, -item.accounts, item.lead.tweet_id))


def _heaps(facts: Facts) -> Iterator[_Heap]:
    """The topics and the single tweets.

    A single that bears a topic's name may be quoted of it. A topic that nothing names is told tweet by tweet, since
    nobody could say of what its accounts are several sources.
    """
    alone = _quotable(facts.with_role("single"))
    topics: list[_Heap] = []
    for topic in facts.topics:
        tweets = _quotable(facts.by_topic[topic.topic_no])
        name = topic_name(topic.names, topic.label, tweets)
        if name is None:
            alone += tweets
        else:
            names = tuple(dict.fromkeys([name, *topic.names]))
            topics.append(_Heap(name, names, topic, tuple(tweets)))
    yield from _joined(topics, _singles(alone, NameFinder.of(facts.tweets)))


def _singles(tweets: Iterable[TweetFact], finder: NameFinder) -> Iterator[_Heap]:
    for tweet in tweets:
        name = finder.name(tweet)
        yield _Heap(name, (name,) if name else (), None, (tweet,))


def _joined(topics: list[_Heap], singles: Iterable[_Heap]) -> Iterator[_Heap]:
    """The singles but for those that bear a topic's name, then the topics; a company's name joins nothing."""
    places = {key_of(heap.name or ""): place for place, heap in reversed(list(enumerate(topics)))}
    for single in singles:
        key = key_of(single.name or "")
        if key in places and key not in company_names():
            heap = topics[places[key]]
            topics[places[key]] = replace(heap, tweets=(*heap.tweets, *single.tweets))
        else:
            yield single
    yield from topics


def _quotable(tweets: Iterable[TweetFact]) -> list[TweetFact]:
    """Tweets with words of their own to quote."""
    return [tweet for tweet in tweets if tweet.speaks_for_itself and best_excerpt(tweet.text, ()) is not None]


def _item(heap: _Heap, facts: Facts, channel: Channel) -> Item:
    """The item of a heap, its tweets in the order of their worth; of equals the more central, then the older first."""

    def worth(tweet: TweetFact) -> float:
        return tweet_score(tweet, heap.names, channel) + QUOTABLE * _quote_points(tweet, heap.names)

    tweets = sorted(heap.tweets, key=lambda tweet: (-worth(tweet), -tweet.centrality, tweet.tweet_id))
    members = [tweet for tweet in tweets if heap.topic is None or tweet.role == "topic"]
    accounts = len({tweet.author.key for tweet in members})
    is_new = heap.topic is not None and heap.topic.story_status == "new" and facts.has_history
    best = tweet_score(tweets[0], heap.names, channel) + WEAK_QUOTE * min(_quote_points(tweets[0], heap.names) - 1, 0)
    return Item(
        name=heap.name,
        names=heap.names,
        topic=heap.topic,
        tweets=tuple(tweets),
        accounts=accounts,
        has_official=any(is_official(tweet.author, heap.names) for tweet in tweets),
        is_company=is_company(tweets[0].author, channel),
        in_field=any(is_in_field(tweet, channel) for tweet in tweets),
        theme=heap.topic.theme if heap.topic is not None else theme_of([tweets[0].text]),
        kind=_kind(tweets),
        score=item_score(best, accounts, is_new_story=is_new),
    )


def _quote_points(tweet: TweetFact, names: Sequence[str]) -> float:
    piece = best_excerpt(tweet.text, names)
    return points(piece, names) if piece else 0.0


def _kind(tweets: Sequence[TweetFact]) -> str | None:
    """The kind that the tweets vote for; None where the vote is split, or one vote is too little."""
    votes = Counter(kind for tweet in tweets if (kind := kind_of(tweet.spoken)))
    if not votes:
        return None
    (best, count), *others = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    is_clear = not others or count > others[0][1]
    is_enough = count > 1 or best in telling_kinds() or kind_of(tweets[0].spoken) == best
    return best if is_clear and is_enough else None


def pick(items: Iterable[Item], count: int, per_account: int) -> list[Item]:
    """The first ``count`` items: no two of one name, at most ``per_account`` led by one account."""
    picked: list[Item] = []
    led = Counter[str]()
    taken: set[str] = set()
    for item in items:
        keys = {key_of(name) for name in item.names[:2]} - company_names()
        if len(picked) == count:
            break
        if led[item.lead.author.key] < per_account and not keys & taken:
            picked.append(item)
            led[item.lead.author.key] += 1
            taken |= keys
    return picked
