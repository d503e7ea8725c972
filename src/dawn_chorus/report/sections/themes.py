"""专项分析: the window's topics by theme, each with words that were not quoted above."""

from collections.abc import Iterator

from dawn_chorus.report.brief import Brief, is_worth
from dawn_chorus.report.facts import TopicFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import anchor, corroboration, label, status, stop_after, tweets_to_cite
from dawn_chorus.text.lexicon import themes

PER_THEME = 5
REFERENCES = 3


def write(brief: Brief) -> Iterator[Statement | None]:
    """For each theme its topics, most accounts first, then single tweets."""
    told = [(item, item.topic) for item in brief.items if item.topic is not None and is_worth(item)]
    told.sort(key=lambda pair: (-pair[0].accounts, -pair[0].score, pair[1].topic_no))
    for theme in themes():
        members = [pair for pair in told if pair[1].theme == theme.key][:PER_THEME]
        yield from (_topic(brief, item, topic) for item, topic in members)
        yield from _singles(brief, theme.key, PER_THEME - len(members))


def _topic(brief: Brief, item: Item, topic: TopicFact) -> Statement | None:
    """Say the name, counts and status, and quote; references alone where all was quoted above."""
    sentence = Sentence(brief, "themes", topic.theme)
    known = status(sentence, topic) if brief.facts.window.is_daily else []
    said = _said(sentence, item)
    sentence.say(
        "themes.topic",
        name=label(sentence, item),
        tweets=sentence.number(topic.tweets, f"topics.{topic.topic_no}.tweets"),
        accounts=sentence.number(topic.accounts, f"topics.{topic.topic_no}.accounts"),
        status=sentence.fill("themes.status", status=known) if known else "",
        said=said,
        stop=stop_after(sentence, said),
    )
    return sentence.finish()


def _said(sentence: Sentence, item: Item) -> list[Part]:
    """Who said what of a topic."""
    found = sentence.brief.fresh(tweets_to_cite(item), item.names)
    if found is None:
        return sentence.reference(tweets_to_cite(item), item.names, REFERENCES)
    tweet, piece = found
    said = sentence.fill("themes.said", person=sentence.person(tweet), quote=sentence.quote(tweet, piece.text))
    return [*said, *anchor(sentence, item)]


def _singles(brief: Brief, theme: str, room: int) -> Iterator[Statement | None]:
    """The best single tweets of a theme that no section has told, as far as there is room; none under "other"."""
    if theme == themes()[-1].key:
        return
    rest = [item for item in brief.items if item.topic is None and item.theme == theme and is_worth(item)]
    for item in [item for item in rest if not brief.has_quoted(item.lead)][:room]:
        yield _single(brief, theme, item)


def _single(brief: Brief, theme: str, item: Item) -> Statement | None:
    """Say the name, if it has one, and quote; nothing where no sentence is worth it."""
    sentence = Sentence(brief, "themes", theme)
    found = brief.fresh(item.tweets, item.names)
    if found is None:
        return None
    tweet, piece = found
    said = [*sentence.person(tweet), *sentence.fill("marks.says"), *sentence.quote(tweet, piece.text)]
    if item.name:
        sources = corroboration(sentence, item)
        sentence.say("themes.single", name=label(sentence, item), sources=sources, said=said)
    else:
        sentence.add(said)
    sentence.add([*anchor(sentence, item), *stop_after(sentence, said)])
    return sentence.finish()
