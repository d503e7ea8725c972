"""主要话题与行业趋势概述: how much was said, and what is new, rising, continuing, fading or gone."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import QuietTopic, TopicFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.names import has_version, topic_name, writes
from dawn_chorus.report.score import is_in_field
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.standing import is_mostly_empty
from dawn_chorus.report.telling import label, standing_of, theme_title, tweets_to_cite
from dawn_chorus.text.lexicon import themes

LISTED = 5  # topics named in one sentence
TOP = 3  # topics named beside the counts, and themes
LEAST_QUIET = 5  # accounts that spoke of a name in which no word list knows the field
ASIDE = ("ad", "chatter")  # counted and not told
STATUSES = ("new", "rising", "steady", "fading")


class _Told(NamedTuple):
    item: Item
    topic: TopicFact


def write(brief: Brief) -> Iterator[Statement | None]:
    """The counts, then one sentence for each status that some topic has, then the themes."""
    told = [_Told(item, item.topic) for item in brief.topics if item.topic is not None]
    yield _counts(brief, told)
    if brief.facts.has_history:
        is_daily = brief.facts.window.is_daily  # a week is not held against the one day before it
        for status in STATUSES if is_daily else STATUSES[:1]:
            yield _status(brief, status, [each for each in told if standing_of(each.topic) == status])
        yield _quiet(brief) if is_daily else None
    yield _themes(brief, told)


def _counts(brief: Brief, told: list[_Told]) -> Statement | None:
    """How much was said, what of it is not told, and what most accounts spoke of."""
    sentence = Sentence(brief, "overview")
    counted = brief.facts.counted
    aside = [_aside(sentence, role, counted.roles[role]) for role in ASIDE if counted.roles.get(role)]
    sentence.say(
        "overview.counts",
        period=brief.word("period"),
        tweets=sentence.number(counted.tweets, "tweets"),
        accounts=sentence.number(counted.accounts, "tweets.author_key"),
        aside=sentence.fill("overview.aside", list=sentence.joined(aside)) if aside else "",
    )
    left = sum(counted.roles.get(role, 0) for role in ("topic", "single"))
    rest = sentence.fill("overview.rest" if aside else "overview.all", rest=sentence.number(left, "run_tweets.role"))
    if told:
        wide = [each for each in told if each.topic.accounts > 1] or told[:1]
        top = sentence.joined(_counted(sentence, each) for each in wide[:TOP])
        topics = len(brief.facts.topics) if brief.facts.whole else len(told)
        sentence.say("overview.topics", rest=rest, topics=sentence.number(topics, "topics"), top=top)
    else:
        examples = list({item.name or item.lead.author.key: item for item in reversed(brief.items)}.values())[::-1]
        top = sentence.joined(_plain(sentence, item) for item in examples[:TOP])
        sentence.say("overview.no_topics" if left > 1 else "overview.alone", rest=rest, top=top)
    return sentence.finish()


def _aside(sentence: Sentence, role: str, tweets: int) -> list[Part]:
    return sentence.fill(f"overview.{role}", tweets=sentence.number(tweets, "run_tweets.role"))


def _counted(sentence: Sentence, told: _Told) -> list[Part]:
    return sentence.fill(
        "overview.counted",
        name=label(sentence, told.item),
        accounts=sentence.number(told.topic.accounts, f"topics.{told.topic.topic_no}.accounts"),
        reference=_reference(sentence, told.item),
    )


def _plain(sentence: Sentence, item: Item) -> list[Part]:
    key = "overview.plain" if item.name else "overview.plain_by"
    return sentence.fill(key, name=label(sentence, item), reference=_reference(sentence, item))


def _reference(sentence: Sentence, item: Item) -> list[Part]:
    return sentence.reference(tweets_to_cite(item), item.names)


def _status(brief: Brief, status: str, told: list[_Told]) -> Statement | None:
    """The topics of one status, by number of accounts."""
    sentence = Sentence(brief, "overview")
    item = _new if status == "new" else _change
    if told:
        sentence.say(f"overview.{status}", list=sentence.joined(item(sentence, each) for each in told[:LISTED]))
    return sentence.finish()


def _new(sentence: Sentence, told: _Told) -> list[Part]:
    source = f"topics.{told.topic.topic_no}"
    return sentence.fill(
        "overview.new_item",
        name=label(sentence, told.item),
        tweets=sentence.number(told.topic.tweets, f"{source}.tweets"),
        accounts=sentence.number(told.topic.accounts, f"{source}.accounts"),
        reference=_reference(sentence, told.item),
    )


def _change(sentence: Sentence, told: _Told) -> list[Part]:
    source = f"topics.{told.topic.topic_no}"
    return sentence.fill(
        "overview.change_item",
        name=label(sentence, told.item),
        before=sentence.brief.word("before"),
        now=sentence.brief.word("now"),
        day=sentence.number(told.topic.story_day_no, f"{source}.story_day_no"),
        tweets_before=sentence.number(told.topic.tweets_yesterday, f"{source}.tweets_yesterday"),
        tweets=sentence.number(told.topic.tweets, f"{source}.tweets"),
        reference=_reference(sentence, told.item),
    )


def _quiet(brief: Brief) -> Statement | None:
    """What the day before spoke of and nobody does now; cites tweets of that day."""
    sentence = Sentence(brief, "overview")
    told = (topic for topic in brief.facts.quiet_topics if _is_telling(brief, topic))
    found = list(islice(filter(None, (_quiet_item(sentence, topic) for topic in told)), LISTED))
    if found:
        words = {key: brief.word(key) for key in ("before", "now")}
        sentence.say("overview.quiet", list=sentence.joined(found), **words)
    return sentence.finish()


def _is_telling(brief: Brief, topic: QuietTopic) -> bool:
    """Whether it was of the field, and no bought crowd pushed it."""
    authors = [tweet.author for tweet in topic.exemplars]
    is_wide = topic.accounts >= LEAST_QUIET or any(map(has_version, topic.names))
    in_field = is_wide or any(is_in_field(tweet, brief.channel) for tweet in topic.exemplars)
    return in_field and not is_mostly_empty(authors, brief.channel)


def _quiet_item(sentence: Sentence, topic: QuietTopic) -> list[Part]:
    """Nothing where no tweet that can be cited writes the name, or one of today's does."""
    name = topic_name(topic.names, topic.exemplars)
    if name is None or any(writes(tweet.clean_text, name) for tweet in sentence.brief.facts.tweets):
        return []
    named = [tweet for tweet in topic.exemplars if writes(tweet.clean_text, name)]
    reference = sentence.reference(named, topic.names)
    return reference and sentence.fill(
        "overview.quiet_item",
        name=sentence.name(name),
        before=sentence.brief.word("before"),
        tweets=sentence.number(topic.tweets, "quiet_topics.tweets"),
        reference=reference,
    )


def _themes(brief: Brief, told: list[_Told]) -> Statement | None:
    """The themes by the tweets of their topics; the widest topic of each is its source."""
    sentence = Sentence(brief, "overview")
    tweets: Counter[str] = Counter()
    widest: dict[str, Item] = {}
    for item, topic in told:
        tweets[topic.theme] += topic.tweets
        widest.setdefault(topic.theme, item)
    named = [theme.key for theme in themes()[:-1] if theme.key in widest]
    ranked = sorted(named, key=lambda theme: -tweets[theme])[:TOP]
    if len(ranked) > 1:
        listed = [
            sentence.fill(
                "overview.theme_item",
                theme=theme_title(brief, theme),
                tweets=sentence.number(tweets[theme], "topics.theme"),
                reference=_reference(sentence, widest[theme]),
            )
            for theme in ranked
        ]
        sentence.say("overview.themes", list=sentence.joined(listed))
    return sentence.finish()
