"""总体: what the window's rows add up to; computed sentences only."""

from collections.abc import Callable, Iterator, Sequence

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import tweets_to_cite

REFERENCES = 3
LEAST_POINTS = 3  # key points to sum up
LEAST_TOPICS = 2


def write(brief: Brief) -> Iterator[Statement | None]:
    """How well the key points are corroborated, and how many topics are new or one-voiced."""
    topics = brief.topics
    if len(brief.points) >= LEAST_POINTS:
        yield _sources(brief)
    if len(topics) >= LEAST_TOPICS:
        if brief.facts.has_history:
            yield _stories(brief, topics)
        yield _singular(brief, topics)


def _sources(brief: Brief) -> Statement | None:
    sentence = Sentence(brief, "overall")
    several = [item for item in brief.points if item.accounts > 1]
    single = [item for item in brief.points if item.accounts == 1]
    sentence.say("overall.sources", points=sentence.number(len(brief.points), "key_points"))
    if several:
        sentence.say("overall.several", several=sentence.number(len(several), "key_points.accounts"))
    if single:
        sentence.say("overall.single", single=sentence.number(len(single), "key_points.accounts"))
    if official := [item for item in single if item.has_official or item.is_company]:
        sentence.say("overall.official", official=sentence.number(len(official), "key_points.accounts"))
    sentence.say("overall.end", references=_references(sentence, several or brief.points))
    return sentence.finish()


def _stories(brief: Brief, topics: Sequence[Item]) -> Statement | None:
    sentence = Sentence(brief, "overall")
    new = _where(topics, lambda item: item.topic is not None and item.topic.story_status == "new")
    key = "stories" if 0 < len(new) < len(topics) else "all_new" if new else "all_old"
    sentence.say(
        f"overall.{key}",
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
