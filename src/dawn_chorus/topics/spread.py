"""Spreading: what becomes of the tweets of a crowded window that were not read.

Each goes by the read texts that it is most like: outside topics where most of these are, else to the one of their
topics that explains its words best (see reassign). The words compared are cut without any segmenter: a tweet costs some
microseconds. Of labelled sets of which a quarter was read, NMI is .84 to .86 and .76, where the texts that were read
have .82 to .91; the topic of the single nearest text would give .80, .81 and .61.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.text.clean import prose
from dawn_chorus.text.keys import HAN
from dawn_chorus.text.segment import FIRST_HAN
from dawn_chorus.topics.draw import Drawn
from dawn_chorus.topics.linkage import Labels
from dawn_chorus.topics.model import Assignment, Discovery, Document, Role, Topic
from dawn_chorus.topics.reassign import fit
from dawn_chorus.topics.vectors import Matrix

NEIGHBOURS = 10  # read texts; with one NMI is .03 to .06 lower
# Cosines of the neighbours in topics together, from which an unread text may be told with one of them; NMI of the
# labelled sets is within .005 from 0 to .5.
ALIKE = 0.3
COMMON_TEXTS = 400  # a word in more of the read texts says little, and would make the search slow
TEXTS_AT_ONCE = 50_000  # bounds the memory at some 100 MB

_WORD = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")


class Placed(NamedTuple):
    """For each unread text the read one that it is most like, -1 where it is like none, and its topic, 0 for none."""

    like: Labels
    topic: Labels


def spread(found: Discovery, drawn: Drawn) -> Discovery:
    """`found` in the tweets that were read, told of all of them; topics in order of their accounts again."""
    placed = {each.tweet_id: each for each in found.assignments}
    read = [document for document in drawn.read if placed[document.tweet_id].duplicate_of is None]
    unread = [document for document in drawn.rest if drawn.heads[document.tweet_id] == document.tweet_id]
    topics = np.array([placed[document.tweet_id].topic_no or 0 for document in read], dtype=np.int64)
    near = place([document.text for document in read], topics, [document.text for document in unread])
    for document, like, topic_no in zip(unread, near.like.tolist(), near.topic.tolist(), strict=True):
        placed[document.tweet_id] = _like(document, None if like < 0 else placed[read[like].tweet_id], topic_no)
    everything = sorted((*drawn.read, *drawn.rest), key=lambda document: document.tweet_id)
    _place_answers(everything, placed)
    for document in drawn.rest:
        if document.tweet_id not in placed:
            placed[document.tweet_id] = _copy(document, placed[drawn.heads[document.tweet_id]])
    return _counted(found.topics, placed, everything)


def place(read: Sequence[str], topics: Labels, texts: Sequence[str]) -> Placed:
    """Compare `texts` with the `read` ones, at least one, by their words, each weighed by its rarity among these.

    `topics`: of each read text, 0 for none.
    """
    known = [_words(text) for text in read]
    holding = Counter(word for words in known for word in words)
    column = {word: n for n, word in enumerate(sorted(holding))}
    count = np.array([holding[word] for word in column] or [1])
    weight = np.where(count > COMMON_TEXTS, 0, np.log((len(read) + 1) / (count + 0.5)))
    held = _rows(known, column, weight)
    member = sp.csr_matrix((np.ones(len(read)), (np.arange(len(read)), topics)))
    parts = [Placed(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        rows = _rows([_words(text) for text in texts[start : start + TEXTS_AT_ONCE]], column, weight)
        parts.append(_placed(rows, held, member))
    return Placed(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _placed(rows: Matrix, held: Matrix, member: Matrix) -> Placed:
    near = sp_matmul_topn(rows, held.T.tocsr(), top_n=NEIGHBOURS).tocsr()
    like = np.where(np.diff(near.indptr) > 0, np.asarray(near.argmax(axis=1)).ravel(), -1)
    votes = (near @ member).tocoo()
    outside = np.bincount(votes.row, votes.data * (votes.col == 0), minlength=rows.shape[0])
    inside = np.bincount(votes.row, votes.data * (votes.col > 0), minlength=rows.shape[0])
    is_told = (inside >= ALIKE) & (inside >= outside)
    chosen = (votes.col > 0) & is_told[votes.row]
    texts, topics = votes.row[chosen].astype(np.int64), votes.col[chosen].astype(np.int64)
    topic = np.zeros(rows.shape[0], dtype=np.int64)
    fitting = fit(_present(rows), _present(held), member, texts, topics, np.zeros(len(texts), dtype=np.bool_))
    order = np.lexsort((-topics, fitting))  # the best comes last, of equal ones the first topic
    topic[texts[order]] = topics[order]
    return Placed(like, topic)


def _present(rows: Matrix) -> Matrix:
    present = sp.csr_matrix(rows, copy=True)
    present.data[:] = 1.0
    return present


def _words(text: str) -> set[str]:
    """Lower-case words, and pairs of Han characters."""
    words: set[str] = set()
    for run in _WORD.findall(prose(text).casefold()):
        if run < FIRST_HAN or len(run) == 1:
            words.add(run)
        else:
            words.update(map("".join, pairwise(run)))
    return words


def _rows(texts: Sequence[Collection[str]], column: Mapping[str, int], weight: npt.NDArray[np.float64]) -> Matrix:
    """Weighed words, each row of length 1 with its words that no read text holds: these count as the rarest."""
    lengths = np.array([len(words) for words in texts], dtype=np.int64)
    columns = np.array([column.get(word, -1) for words in texts for word in words], dtype=np.int64)
    text = np.repeat(np.arange(len(texts)), lengths)
    held = np.where(columns < 0, weight.max(), weight[columns])
    norm = np.sqrt(np.bincount(text, held**2, minlength=len(texts)))
    kept = (columns >= 0) & (held > 0)
    data = held[kept] / norm[text[kept]]
    return sp.csr_matrix((data, (text[kept], columns[kept])), shape=(len(texts), len(weight)))


def _place_answers(documents: Iterable[Document], placed: dict[int, Assignment]) -> None:
    """Put replies and quotes where what they answer is, as where everything is read; advertisements answer nothing."""
    for document in documents:
        own, target = placed.get(document.tweet_id), placed.get(document.ref_tweet_id or 0)
        is_answer = document.kind in ("reply", "quote") and own is not None and own.role not in ("topic", "ad")
        if is_answer and own is not None and target is not None and target.topic_no is not None:
            placed[document.tweet_id] = msgspec.structs.replace(own, role="topic", topic_no=target.topic_no)


def _like(document: Document, like: Assignment | None, topic_no: int) -> Assignment:
    """What becomes of a text that was not read: in its topic, or as the read one that it is most like."""
    role: Role = "topic" if topic_no else "single" if like is None or like.role == "topic" else like.role
    return Assignment(
        tweet_id=document.tweet_id,
        day=document.day,
        role=role,
        topic_no=topic_no or None,
        duplicate_of=None,
        centrality=0.0,
        chatter_score=0.0 if like is None else like.chatter_score,
        ad_score=0.0 if like is None else like.ad_score,
    )


def _copy(document: Document, head: Assignment) -> Assignment:
    same = head.duplicate_of or head.tweet_id
    return msgspec.structs.replace(head, tweet_id=document.tweet_id, day=document.day, duplicate_of=same)


def _counted(topics: Sequence[Topic], placed: Mapping[int, Assignment], documents: Sequence[Document]) -> Discovery:
    """Topics with the counts of all `documents`, by id, numbered anew by accounts, tweets and beginning."""
    members: dict[int, list[Document]] = {topic.topic_no: [] for topic in topics}
    for document in documents:
        if (topic_no := placed[document.tweet_id].topic_no) is not None:
            members[topic_no].append(document)
    told = [_told(topic, members[topic.topic_no]) for topic in topics]
    told.sort(key=lambda topic: (-topic.accounts, -topic.tweets, topic.earliest))
    number: dict[int | None, int | None] = {topic.topic_no: no for no, topic in enumerate(told, start=1)}
    return Discovery(
        tuple(msgspec.structs.replace(topic, topic_no=number[topic.topic_no]) for topic in told),
        tuple(_numbered(placed[document.tweet_id], number) for document in documents),
    )


def _told(topic: Topic, members: Sequence[Document]) -> Topic:
    accounts = len({document.author for document in members})
    first = members[0]
    return msgspec.structs.replace(
        topic, tweets=len(members), accounts=accounts, earliest=first.tweet_id, first_day=first.day
    )


def _numbered(placed: Assignment, number: Mapping[int | None, int | None]) -> Assignment:
    return placed if placed.topic_no is None else msgspec.structs.replace(placed, topic_no=number[placed.topic_no])
