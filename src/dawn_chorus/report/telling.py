"""Turns of phrase that several sections share: a thing's status, its corroboration, which of its tweets to cite."""

import datetime as dt

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.excerpts import is_wide
from dawn_chorus.report.facts import TopicFact, TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part
from dawn_chorus.report.names import writes
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.text.lexicon import themes

LEAST_OTHERS = 2  # accounts that only passed it on; one more is not worth the words
_FULL_STOPS = (".", "!", "?")


def status(sentence: Sentence, topic: TopicFact) -> list[Part]:
    """New, rising, continuing or fading, with the counts that show it; nothing on a channel's first day."""
    brief = sentence.brief
    if not brief.facts.has_history:
        return []
    source = f"topics.{topic.topic_no}"
    standing = standing_of(topic)
    if standing == "new":
        return sentence.fill("status.new")
    if standing == "steady":
        return sentence.fill("status.steady", day=sentence.number(topic.story_day_no, f"{source}.story_day_no"))
    return sentence.fill(
        f"status.{standing}",
        before=brief.word("before"),
        now=brief.word("now"),
        tweets_before=sentence.number(topic.tweets_yesterday, f"{source}.tweets_yesterday"),
        tweets=sentence.number(topic.tweets, f"{source}.tweets"),
    )


def standing_of(topic: TopicFact) -> str:
    """New, rising, steady or fading; steady where the counts that would be printed beside it are the same."""
    is_same = topic.story_status != "new" and topic.tweets_yesterday == topic.tweets
    return "steady" if is_same else topic.story_status


def day_of_month(sentence: Sentence, day: dt.date) -> list[Part]:
    """A day of the window as the language says it."""
    return sentence.fill(
        "months.day",
        day=sentence.number(day.day, "topics.day"),
        month_no=sentence.number(day.month, "topics.day"),
        month=sentence.brief.phrases[f"months.{day.month}"],
    )


def course(sentence: Sentence, item: Item) -> list[Part]:
    """On how many days of a longer window a thing was told, and on which most; nothing where it was one day."""
    story = sentence.brief.story_of(item)
    if story is None or len(story.days) == 1:
        return []
    days = sentence.number(len(story.days), "topics.day")
    return sentence.fill("status.days", days=days, peak=day_of_month(sentence, story.peak))


def corroboration(sentence: Sentence, item: Item) -> list[Part]:
    """One source or several, whether the only one speaks about itself, and how many more passed their words on."""
    sources = _sources(sentence, item)
    others = _retweeters(sentence.brief, item)
    if others < LEAST_OTHERS:
        return sources
    return sentence.fill("sources.passed_on", sources=sources, others=sentence.number(others, "tweets.kind"))


def _retweeters(brief: Brief, item: Item) -> int:
    """Accounts that retweeted something of it and wrote nothing themselves."""
    topic, facts = item.topic, brief.told
    if topic is not None and topic.voices is not None:
        return topic.voices.all - topic.voices.wrote
    members = facts.carried(item.lead) if topic is None else facts.by_topic[topic.topic_no]
    wrote = {tweet.author.key for tweet in members if tweet.kind != "retweet"}
    return len({tweet.author.key for tweet in members} - wrote)


def _sources(sentence: Sentence, item: Item) -> list[Part]:
    if item.accounts == 1:
        kind = "official" if item.has_official else "company" if item.is_company else "single"
        return sentence.fill(f"sources.{kind}")
    accounts = sentence.number(item.accounts, "items.accounts")
    return sentence.fill("sources.several_official" if item.has_official else "sources.several", accounts=accounts)


def label(sentence: Sentence, item: Item) -> Part:
    """What the thing is called: its name, else its author's."""
    return sentence.name(item.name) if item.name else sentence.person(item.lead, bold=True)[0]


def tweets_to_cite(item: Item) -> list[TweetFact]:
    """The tweets that carry a thing: those that write its name first, of different authors first, retweets last."""
    named = [tweet for tweet in item.tweets if item.name and writes(tweet.clean_text, item.name)]
    authors: set[str] = set()
    first: list[TweetFact] = []
    rest: list[TweetFact] = []
    for tweet in dict.fromkeys([*named, *item.tweets]):
        (rest if tweet.author.key in authors else first).append(tweet)
        authors.add(tweet.author.key)
    return sorted([*first, *rest], key=lambda tweet: bool(tweet.passed_on))


def anchor(sentence: Sentence, item: Item) -> list[Part]:
    """A reference to a tweet that writes the thing's name, where none of those cited does."""
    if item.name is None or sentence.cites(item.name):
        return []
    return sentence.reference(tweets_to_cite(item), item.names)


def stop_after(sentence: Sentence, parts: list[Part]) -> list[Part]:
    """A full stop, unless the last quotation, in Latin letters, brought its own."""
    quotes = [part.text for part in parts if part.kind == "quote"]
    has_stop = bool(quotes) and not is_wide(quotes[-1]) and quotes[-1].endswith(_FULL_STOPS)
    return [] if has_stop else sentence.fill("marks.stop")


def theme_title(brief: Brief, key: str) -> str:
    """A theme's title in the report's language; the key itself where the lexicon does not know it any more."""
    titles = {theme.key: theme.zh if brief.phrases.language == "zh" else theme.en for theme in themes()}
    return titles.get(key, key)
