"""Discovery: a window's tweets in, its topics out. Pure: the same tweets in any order give the same answer."""

from collections.abc import Iterable, Mapping, Sequence

from dawn_chorus.topics.draw import draw
from dawn_chorus.topics.exemplars import NOBODY, Candidate, Standing, exemplars
from dawn_chorus.topics.groups import Group, Reading, find_groups, role_of
from dawn_chorus.topics.label import label_of
from dawn_chorus.topics.learned import Models
from dawn_chorus.topics.model import DIGITS, Assignment, Discovery, Document, Topic
from dawn_chorus.topics.read import read
from dawn_chorus.topics.spread import spread
from dawn_chorus.topics.terms import terms_of, top_names, top_terms
from dawn_chorus.topics.themes import theme_of

# Of a topic of more texts, names and words are taken from what most accounts sent, then from the most central.
TERMS_TEXTS = 500


def discover(
    tweets: Iterable[Document],
    history: Iterable[Document],
    known: Models | None = None,
    standing: Standing = NOBODY,
) -> Discovery:
    """Find the topics of `tweets` (one window); `history` are the tweets of the days before, for context only.

    `known`: models to use instead of those that come with the product. `standing`: of the accounts, the day before.
    """
    drawn = draw(list(tweets))
    reading = read(drawn.read, history, known)
    groups = find_groups(reading)
    topics = tuple(_topic(reading, group, number, standing) for number, group in enumerate(groups, start=1))
    found = Discovery(topics, _assignments(reading, groups))
    return spread(found, drawn) if drawn.rest else found


def _topic(reading: Reading, group: Group, number: int, standing: Standing) -> Topic:
    heads = list(group.centrality)
    texts = [Candidate(reading.documents[n], reading.scores[n], group.centrality[n]) for n in heads]
    chosen = exemplars(texts, standing)
    told = sorted(heads, key=lambda n: (-group.votes[n], -group.centrality[n], n))[:TERMS_TEXTS]
    votes = [group.votes[n] for n in told]
    terms = terms_of([reading.analyses[n] for n in told], votes, reading.frequencies, reading.names)
    names = top_names(terms, reading.frequencies)
    strongest = top_terms(terms)
    first = reading.documents[group.members[0]]
    return Topic(
        topic_no=number,
        label=label_of(names, strongest, [candidate.document.text for candidate in chosen]),
        names=tuple(names),
        terms=tuple(term.written for term in strongest),
        weights=tuple(round(term.weight, DIGITS) for term in strongest),
        theme=theme_of([reading.documents[n].text for n in heads]),
        tweets=len(group.members),
        accounts=len(reading.authors(group.members)),
        exemplars=tuple(candidate.document.tweet_id for candidate in chosen),
        earliest=first.tweet_id,
        first_day=first.day,
    )


def _assignments(reading: Reading, groups: Sequence[Group]) -> tuple[Assignment, ...]:
    number = {n: no for no, group in enumerate(groups, start=1) for n in group.members}
    central = {head: cosine for group in groups for head, cosine in group.centrality.items()}
    return tuple(_assignment(reading, n, number.get(n), central) for n in range(len(reading.documents)))


def _assignment(reading: Reading, n: int, number: int | None, central: Mapping[int, float]) -> Assignment:
    document, head, judged = reading.documents[n], reading.heads[n], reading.scores[n]
    return Assignment(
        tweet_id=document.tweet_id,
        day=document.day,
        role=role_of(reading.scores[head]) if number is None else "topic",
        topic_no=number,
        duplicate_of=None if head == n else reading.documents[head].tweet_id,
        centrality=0.0 if number is None else round(central[head], DIGITS),
        chatter_score=round(judged.chatter, DIGITS),
        ad_score=round(judged.ad, DIGITS),
    )
