"""The things of a window that may be told: its topics, and single tweets that stand for themselves, best first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dawn_chorus.channel import Channel
from dawn_chorus.report.choosing import nearness
from dawn_chorus.report.facts import Facts, TopicFact, TweetFact
from dawn_chorus.report.kinds import kind_of, telling_kinds
from dawn_chorus.report.names import NameFinder, company_names, has_version, topic_name
from dawn_chorus.report.people import is_company, is_official
from dawn_chorus.report.quotes import best_excerpt, points
from dawn_chorus.report.score import editors_score, gives_facts, is_in_field, item_score, tweet_score
from dawn_chorus.report.taste import Judgements, taste
from dawn_chorus.text.keys import key_of
from dawn_chorus.topics.themes import theme_of

QUOTABLE = 0.25  # how much a good sentence counts beside the tweet's score when the lead is chosen
SAME_START = 50  # letters by which a retweet is known as one of a tweet: long ones are cut short
PASSED_ON = -1.5  # words of somebody who is not in the window: quoted where nobody in it says it as well
WEAK_QUOTE = 0.4  # points lost for each point that the best sentence lacks to being news
# Accounts that make news of a name in which no word list knows the field; fewer are needed where it has a version.
LEAST_CARRIERS, LEAST_VOICES = 3, 2
LEAST_PASSED_ON = 2  # accounts that only passed it on; one does so with anything
# A company's name alone joins different news of it, unless so many accounts write of it on one day.
LEAST_OF_COMPANY = 8
# Of a thing's tweets, where the lead has no kind: a paper that names a product does not make forty tweets research.
LEAST_VOTES = 0.1
LEAST_WEEK = 10  # tweets of the days before that make a story known


@dataclass(frozen=True)
class Item:
    """One thing to tell. ``tweets``: what may be quoted of it, best first.

    ``accounts``: how many wrote of it in their own words, as members of the topic. ``carriers``: those and the ones
    that only passed it on.

    ``name`` is None where a single tweet has no plain one; ``kind`` is None where it is not plain.
    ``worth``: points for what can be read off it; ``score``: those and what editors make of the like.
    ``in_field``: it belongs to what the channel is about. ``theme``: key of a theme in themes.yaml.
    """

    name: str | None
    names: tuple[str, ...]
    topic: TopicFact | None
    tweets: tuple[TweetFact, ...]
    accounts: int
    carriers: int
    has_official: bool
    is_company: bool
    in_field: bool
    theme: str
    kind: str | None
    worth: float
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


def find_items(facts: Facts, channel: Channel, judged: Judgements | None = None) -> list[Item]:
    """Every thing of the window that can be quoted, highest score first. ``judged``: what the models say of tweets."""
    known = taste().judge(facts.tweets, channel) if judged is None else judged
    near = dict(zip(facts.by_id, nearness(tweet.spoken for tweet in facts.by_id.values()).tolist(), strict=True))
    found = [_item(heap, facts, channel, known, near) for heap in _heaps(facts)]
    return sorted(found, key=lambda item: (-item.score, -item.accounts, item.lead.tweet_id))


def _heaps(facts: Facts) -> Iterator[_Heap]:
    """The topics and the single tweets.

    A single that bears a topic's name may be quoted of it. A topic that nothing but a company names is told tweet by
    tweet, since nobody could say of what its accounts are several sources.
    """
    alone = _quotable(facts.with_role("single"))
    topics: list[_Heap] = []
    for topic in facts.topics:
        own = _quotable(facts.by_topic[topic.topic_no])
        tweets = [*own, *_passed_on(facts.by_topic[topic.topic_no], own)]
        name = topic_name(topic.names, tweets)
        if name is None or (topic.accounts < LEAST_OF_COMPANY and key_of(name) in company_names()):
            alone += own
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


def _passed_on(tweets: Iterable[TweetFact], own: Sequence[TweetFact]) -> Iterator[TweetFact]:
    """The first retweet of each tweet that is not in the window itself: words that may be quoted as somebody else's."""
    said = {key_of(tweet.clean_text)[:SAME_START] for tweet in own}
    for tweet in sorted(tweets, key=lambda tweet: tweet.tweet_id):
        start = key_of(tweet.clean_text)[:SAME_START]
        if tweet.passed_on and start not in said and best_excerpt(tweet.text, ()) is not None:
            said.add(start)
            yield tweet


def _item(heap: _Heap, facts: Facts, channel: Channel, judged: Judgements, near: Mapping[int, float]) -> Item:
    """The item of a heap, its tweets in the order of their worth; of equals the more central, then the older first."""

    def worth(tweet: TweetFact) -> float:
        own = tweet_score(tweet, heap.names, channel) + judged[tweet.tweet_id].told
        return own + QUOTABLE * _quote_points(tweet, heap.names) + PASSED_ON * bool(tweet.passed_on)

    tweets = sorted(heap.tweets, key=lambda tweet: (-worth(tweet), -tweet.centrality, tweet.tweet_id))
    accounts, carriers = _voices(heap.topic, tweets, facts)
    has_official = any(is_official(tweet.author, heap.names) for tweet in tweets if not tweet.passed_on)
    is_new = heap.topic is not None and heap.topic.story_status == "new" and facts.has_history
    best = tweet_score(tweets[0], heap.names, channel) + WEAK_QUOTE * min(_quote_points(tweets[0], heap.names) - 1, 0)
    points = item_score(best, accounts, carriers, is_new_story=is_new)
    told = max(judged[tweet.tweet_id].told for tweet in tweets)
    return Item(
        name=heap.name,
        names=heap.names,
        topic=heap.topic,
        tweets=tuple(tweets),
        accounts=accounts,
        carriers=carriers,
        has_official=has_official,
        is_company=is_company(tweets[0].author, channel) and not tweets[0].passed_on,
        in_field=any(is_in_field(tweet, channel) for tweet in tweets)
        or _is_thing(heap, carriers, is_passed_on=has_official or carriers >= accounts + LEAST_PASSED_ON)
        or (carriers >= LEAST_CARRIERS and carriers > accounts and gives_facts(tweets[0])),
        theme=heap.topic.theme if heap.topic is not None else theme_of([tweets[0].text]),
        kind=_kind(tweets),
        worth=points,
        score=editors_score(points, told, accounts, near[tweets[0].tweet_id]),
    )


def _voices(topic: TopicFact | None, tweets: Sequence[TweetFact], facts: Facts) -> tuple[int, int]:
    """How many accounts wrote of a thing in their own words, as members of its topic, and how many told it at all."""
    if topic is None:
        return max(1, _authors(tweet for tweet in tweets if not tweet.passed_on)), _authors(facts.carried(tweets[0]))
    if topic.voices is not None:
        return max(1, topic.voices.own), topic.voices.all
    members = (tweet for tweet in tweets if tweet.role == "topic" and not tweet.passed_on)
    return max(1, _authors(members)), _authors(facts.by_topic[topic.topic_no])


def _authors(tweets: Iterable[TweetFact]) -> int:
    return len({tweet.author.key for tweet in tweets})


def _is_thing(heap: _Heap, carriers: int, *, is_passed_on: bool) -> bool:
    """Whether a name that no word list knows stands for a thing: a product with its version, or what others pass on.

    Small talk has no name, or no more than a place, in common.
    """
    topic = heap.topic
    if topic is None:
        return False
    has_number = any(has_version(name) for name in heap.names) and carriers >= LEAST_VOICES
    is_old = topic.tweets_week >= LEAST_WEEK
    return has_number or (carriers >= LEAST_CARRIERS and (is_passed_on or is_old))


def _quote_points(tweet: TweetFact, names: Sequence[str]) -> float:
    piece = best_excerpt(tweet.text, names)
    return points(piece, names) if piece else 0.0


def _kind(tweets: Sequence[TweetFact]) -> str | None:
    """The kind that the tweets vote for; None where the vote is split, or so few votes are too little."""
    votes = Counter(kind for tweet in tweets if (kind := kind_of(tweet.spoken)))
    if not votes:
        return None
    (best, count), *others = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    is_clear = not others or count > others[0][1]
    is_enough = (count > 1 or best in telling_kinds()) and count >= LEAST_VOTES * len(tweets)
    return best if is_clear and (is_enough or kind_of(tweets[0].spoken) == best) else None
