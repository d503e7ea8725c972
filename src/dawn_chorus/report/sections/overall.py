"""总体: what the window's rows add up to; computed sentences only."""

from collections.abc import Callable, Iterator, Sequence

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import label, tweets_to_cite

REFERENCES = 3
LEAST_POINTS = 3  # key points to sum up
LEAST_TOPICS = 2


def write(brief: Brief) -> Iterator[Statement | None]:
    """How well the key points are corroborated, the widest topic, and how many topics are new or one-voiced."""
    topics = [item for item in brief.items if item.topic is not None]
    if len(brief.points) >= LEAST_POINTS:
        yield _sources(brief)
    if len(topics) >= LEAST_TOPICS:
        yield _widest(brief, topics)
        if brief.facts.has_history:
            yield _stories(brief, topics)
        yield _singular(brief, topics)


def _sources(brief: Brief) -> Statement | None:
    sentence = Sentence(brief, "overall")
    several = [item for item in brief.points if item.accounts > 1]
    official = [item for item in brief.points if item.accounts == 1 and item.has_official]
    sentence.say(
        "overall.sources",
        points=sentence.number(len(brief.points), "key_points"),
        several=sentence.number(len(several), "key_points.accounts"),
        official=sentence.number(len(official), "key_points.accounts"),
        single=sentence.number(len(brief.points) - len(several) - len(official), "key_points.accounts"),
        references=_references(sentence, several or brief.points),
    )
    return sentence.finish()


def _widest(brief: Brief, topics: Sequence[Item]) -> Statement | None:
    sentence = Sentence(brief, "overall")
    item = min(topics, key=lambda item: (-item.topic.accounts, -item.topic.tweets) if item.topic else (0, 0))
    if item.topic is None:
        return None
    source = f"topics.{item.topic.topic_no}"
    sentence.say(
        "overall.widest",
        name=label(sentence, item),
        accounts=sentence.number(item.topic.accounts, f"{source}.accounts"),
        tweets=sentence.number(item.topic.tweets, f"{source}.tweets"),
        reference=sentence.reference(tweets_to_cite(item), item.names),
    )
    return sentence.finish()


def _stories(brief: Brief, topics: Sequence[Item]) -> Statement | None:
    sentence = Sentence(brief, "overall")
    new = _where(topics, lambda item: item.topic is not None and item.topic.story_status == "new")
    sentence.say(
        "overall.stories",
        topics=sentence.number(len(topics), "topics"),
        new=sentence.number(len(new), "topics.story_status"),
        old=sentence.number(len(topics) - len(new), "topics.story_status"),
        references=_references(sentence, new or topics),
    )
    return sentence.finish()


def _singular(brief: Brief, topics: Sequence[Item]) -> Statement | None:
    sentence = Sentence(brief, "overall")
    singular = _where(topics, lambda item: item.topic is not None and item.topic.accounts == 1)
    if singular:
        sentence.say(
            "overall.singular",
            topics=sentence.number(len(topics), "topics"),
            singular=sentence.number(len(singular), "topics.accounts"),
            references=_references(sentence, singular),
        )
    return sentence.finish()


def _where(topics: Sequence[Item], test: Callable[[Item], bool]) -> list[Item]:
    return [item for item in topics if test(item)]


def _references(sentence: Sentence, items: Sequence[Item]) -> list[Part]:
    """One reference for each of the first things counted."""
    return [part for item in items[:REFERENCES] for part in sentence.reference(tweets_to_cite(item), item.names)]
