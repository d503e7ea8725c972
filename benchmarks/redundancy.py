"""How much of what is told is told twice."""

from collections.abc import Sequence
from statistics import mean

from sklearn.feature_extraction.text import TfidfVectorizer

from dawn_chorus.text.tokens import scan


def redundancy(groups: Sequence[Sequence[str]], all_texts: Sequence[str]) -> float:
    """Mean over the texts of all groups of the highest TF-IDF cosine with another one of its group, 0..1.

    Words are weighted over ``all_texts``.
    """
    vectorizer = TfidfVectorizer(analyzer=lambda text: [token.key for token in scan(text)])
    vectorizer.fit(all_texts)
    highest: list[float] = []
    for group in groups:
        if len(group) > 1:
            vectors = vectorizer.transform(group)
            cosines = (vectors @ vectors.T).toarray()
            highest += [max(row[:n].tolist() + row[n + 1 :].tolist()) for n, row in enumerate(cosines)]
    return mean(highest or [0.0])
