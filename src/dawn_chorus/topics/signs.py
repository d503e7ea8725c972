"""Signs: what can be read off a single tweet, for the models that tell news and advertising from the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sparse_dot_topn import sp_matmul_topn

from dawn_chorus.text.clean import LINK, MENTION, count_emoji, prose, visible
from dawn_chorus.text.lexicon import cues, cues_in
from dawn_chorus.topics.habits import Habits
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.spaces import Spaces
from dawn_chorus.topics.triage import HAN_COLUMNS, Scores
from dawn_chorus.topics.vectors import Matrix, searched, unit_rows

CLOSEST = 5  # neighbours that tell how usual a text is
SNOWFLAKE_HOUR = 3_600_000 << 22  # an id counts milliseconds in its upper bits
# Characters in a row (2 to 4) are hashed into so many columns; links count as one character, digits as one, and no more
# than the beginning of a long text is read.
GRAM_COLUMNS = 1 << 13
GRAM_LENGTHS = (2, 3, 4)
GRAM_CHARACTERS = 600
GRAM_TEXTS = 200  # hashed at once, in some 5 MB
_GRAM_FACTORS = np.array([2_654_435_761, 2_246_822_519, 3_266_489_917, 668_265_263], dtype=np.uint64)

Floats = npt.NDArray[np.float64]


class Texts(NamedTuple):
    """Of each text the logarithm of its columns on a page, and the share of Han characters."""

    columns: Floats
    han: Floats


def texts_of(documents: Sequence[Document]) -> Texts:
    """Length and script of what the authors say."""
    told = [prose(document.text) for document in documents]
    han = np.array([sum(c >= "⺀" for c in text) for text in told], dtype=np.float64)
    length = np.array([len(text) for text in told], dtype=np.float64)
    return Texts(np.log1p(length + (HAN_COLUMNS - 1) * han), han / np.maximum(1, length))


def hours_of(documents: Sequence[Document]) -> Floats:
    """When each tweet was sent, in hours; only differences mean anything."""
    first = min((document.tweet_id for document in documents), default=0)
    return np.array([(document.tweet_id - first) / SNOWFLAKE_HOUR for document in documents])


def signs(
    documents: Sequence[Document],
    space: Spaces,
    judged: Sequence[Scores],
    context: Habits,
    own: Mapping[str, Counter[str]],
) -> Floats:
    """One row per text: form, names, neighbours, what is known of the author, and each word sign of the lexicons."""
    texts, shown = texts_of(documents), [visible(document.text) for document in documents]
    tweets = Counter(document.author for document in documents)
    form = [_form(document, text) for document, text in zip(documents, shown, strict=True)]
    account = [
        (
            np.log1p(own[d.author][""]) if d.author in own else 0.0,
            tweets[d.author],
            d.author in context.known,
            d.tweet_id in context.forms,
        )
        for d in documents
    ]
    found = [_cues(text) for text in shown]
    blocks = [
        np.array(judged, dtype=np.float64).reshape(-1, 2), np.stack(texts, axis=1), np.array(form), _names(space),
        np.array(account), _closeness(space.words), _closeness(space.named), np.array(found),
    ]  # fmt: skip
    return np.hstack([block.astype(np.float64).reshape(len(documents), -1) for block in blocks])


def grams(documents: Sequence[Document]) -> Matrix:
    """Unit rows of the hashed runs of characters of each text."""
    shown = [_shown(document.text) for document in documents]
    parts = [_columns(shown[start : start + GRAM_TEXTS]) for start in range(0, len(shown), GRAM_TEXTS)]
    indices = np.concatenate([columns for columns, _ in parts]) if parts else np.empty(0, np.int32)
    pointer = np.cumsum([0, *(count for _, counts in parts for count in counts.tolist())])
    shape = (len(shown), GRAM_COLUMNS)
    return unit_rows(sp.csr_matrix((np.ones(len(indices), np.float32), indices, pointer), shape=shape))


def _cues(text: str) -> list[bool]:
    """Whether each word sign stands in the text."""
    return [cue in found for name in ("ads", "chatter") for found in [cues_in(name, text)] for cue in cues(name)]


def _form(document: Document, text: str) -> tuple[float, ...]:
    size = max(1, len(text))
    counted = [text.count(sign) for sign in ("#", "$", "\n", "!")]
    shares = [sum(map(str.isdigit, text)) / size, sum(map(str.isupper, text)) / size]
    questions = text.count("?") + text.count("？")
    starts = text.startswith("@")
    links, mentions = LINK.search(text) is not None, len(MENTION.findall(text))
    return (links, mentions, starts, count_emoji(document.text), *counted, questions, *shares)


def _names(space: Spaces) -> Floats:
    """How many telling names a text has, the weight of the best and of all, and the largest burst."""
    best, burst = (rows.max(axis=1).toarray().ravel() for rows in (space.names, space.bursts))
    total = np.asarray(space.names.sum(axis=1)).ravel()
    return np.stack([np.diff(space.names.indptr), best, total, burst], axis=1)


def _closeness(rows: Matrix) -> Floats:
    """Similarity of the nearest other text, and the mean of the CLOSEST."""
    near = sp_matmul_topn(searched(rows), rows.T.tocsr(), top_n=CLOSEST + 1, threshold=0.0, sort=True)
    near.setdiag(0)
    return np.stack([near.max(axis=1).toarray().ravel(), np.asarray(near.sum(axis=1)).ravel() / CLOSEST], axis=1)


def _shown(text: str) -> str:
    """The text as its runs are read: one line in lower case, links and digits each as one character."""
    words = " ".join(LINK.sub(" \ue000 ", visible(text)).lower().split())
    return f" {words[:GRAM_CHARACTERS]} ".translate(_digits())


def _columns(texts: Sequence[str]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The columns of the texts' runs of characters, in order, each once a text; and how many each text has."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64), list(map(len, texts)))
    has_run = np.zeros((len(texts), GRAM_COLUMNS), dtype=np.bool_)
    for length in GRAM_LENGTHS:
        has_run.ravel()[_runs(codes, rows, length)] = True
    return np.nonzero(has_run)[1].astype(np.int32), has_run.sum(axis=1)


def _runs(codes: npt.NDArray[np.uint64], rows: npt.NDArray[np.uint64], length: int) -> npt.NDArray[np.uint64]:
    """Text and column, in one number, of every run of so many characters that lies within one text."""
    count = max(0, len(codes) - length + 1)
    mixed = np.full(count, length, np.uint64)
    for place, factor in enumerate(_GRAM_FACTORS[:length]):
        mixed += codes[place : place + count] * factor
    columns = (mixed ^ (mixed >> np.uint64(17))) * _GRAM_FACTORS[0] >> np.uint64(19)
    is_whole: npt.NDArray[np.bool_] = rows[:count] == rows[len(rows) - count :]
    found: npt.NDArray[np.uint64] = rows[:count] * np.uint64(GRAM_COLUMNS) + columns % np.uint64(GRAM_COLUMNS)
    return found[is_whole]


@cache
def _digits() -> dict[int, str]:
    return {ord(digit): "0" for digit in "123456789"}
