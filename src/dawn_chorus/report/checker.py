"""The checker of every writer: what a statement says occurs in a tweet it cites or is computed, else it is dropped.

It cannot prove that a statement follows from its quotations. It proves that every tweet exists in the window, every
quotation is the tweet's own words, and every number, name and ticker outside quotations was said there or counted.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dawn_chorus.channel import Channel
from dawn_chorus.report.claim import has_markup, unknown_name, unknown_number
from dawn_chorus.report.escape import plain, tweet_url
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.model import Citation, Statement
from dawn_chorus.report.names import writes
from dawn_chorus.report.phrases import Phrases
from dawn_chorus.text.lexicon import themes

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A run of letters and digits; whether it is a name, its form tells (_is_name).
_NAME = re.compile(r"[$#@]?[A-Za-zÀ-ɏͰ-ӿ0-9]+(?:[-_.'’+][A-Za-zÀ-ɏͰ-ӿ0-9]+)*")


@dataclass(frozen=True)
class Source:
    """What may be said on the strength of one tweet: its words, and who wrote it."""

    text: str
    handle: str
    author: str

    @property
    def words(self) -> str:
        """All of it, for finding names."""
        return f"{self.text} {self.author}".casefold()


@dataclass(frozen=True)
class Checker:
    """Checks statements against their tweets. ``vocabulary``: the language pack's own names and numbers."""

    sources: Mapping[str, Source]
    vocabulary: Collection[str]
    language: str = "zh"

    def check(self, statement: Statement) -> str | None:
        """Why the statement must be dropped, in one stable word; None where it may stand."""
        for citation in statement.citations:
            reason = self._check_citation(citation)
            if reason:
                return reason
        return self._check_quotes(statement) or self._check_words(statement) or self._check_claims(statement)

    def sift(self, statements: Iterable[Statement]) -> tuple[list[Statement], Counter[str]]:
        """The statements that may stand, and how many were dropped for which reason."""
        kept: list[Statement] = []
        dropped: Counter[str] = Counter()
        for statement in statements:
            reason = self.check(statement)
            if reason is None:
                kept.append(statement)
            else:
                dropped[reason] += 1
        return kept, dropped

    def _check_citation(self, citation: Citation) -> str | None:
        source = self.sources.get(citation.tweet_id)
        if source is None:
            return "unknown_tweet"
        if citation.url != tweet_url(source.handle, citation.tweet_id) or citation.author != source.handle:
            return "wrong_link"
        return None if citation.quote in source.text else "altered_quote"

    def _check_quotes(self, statement: Statement) -> str | None:
        for part in statement.parts:
            if part.kind == "quote" and (
                part.citation is None or part.text not in self.sources[statement.citations[part.citation].tweet_id].text
            ):
                return "altered_quote"
        return None

    def _check_claims(self, statement: Statement) -> str | None:
        """What a language model wrote: plain text, its numbers and names as the tweets that it quotes write them."""
        claims = [part.text for part in statement.parts if part.kind == "claim"]
        if not claims:
            return None
        sources = [self.sources[citation.tweet_id] for citation in statement.citations]
        words = " ".join(source.words for source in sources)
        known = {token.casefold() for token in _NAME.findall(words)}
        for text in claims:
            if has_markup(text):
                return "markup"
            if unknown_number(text, [source.text for source in sources]):
                return "unknown_number"
            if unknown_name(text, known, words, self.language):
                return "unknown_name"
        return None

    def _check_words(self, statement: Statement) -> str | None:
        """Numbers and names outside quotations."""
        said = " ".join(part.text for part in statement.parts if part.kind not in ("quote", "claim"))
        words = " ".join(self.sources[citation.tweet_id].words for citation in statement.citations)
        known = (
            {token.casefold() for token in _NAME.findall(words)} | set(_NUMBER.findall(words)) | set(self.vocabulary)
        )
        computed = {str(number.value) for number in statement.numbers}
        for number in _NUMBER.findall(_without_names(said)):
            if number.replace(",", "") not in computed and number not in known:
                return "unknown_number"
        for name in _NAME.findall(said):
            if _is_name(name) and name.casefold() not in known and not writes(words, name):
                return "unknown_name"
        return None


def _is_name(token: str) -> bool:
    """Whether a token looks like a name: has letters, and a capital, a digit or a sign."""
    return any(map(str.isalpha, token)) and (token != token.lower() or not token.isalpha())


def _without_names(text: str) -> str:
    """The text without tokens that mix letters and digits: their digits belong to the name."""
    return _NAME.sub(lambda match: match[0] if not any(map(str.isalpha, match[0])) else " ", text)


class _Sources(Mapping[str, Source]):
    """The sources of a report by tweet id, each made when it is cited: few of the tweets that were read are."""

    def __init__(self, facts: Facts, channel: Channel) -> None:
        self._tweets = {str(tweet_id): tweet for tweet_id, tweet in facts.by_id.items()}
        self._channel = channel

    def __getitem__(self, tweet_id: str) -> Source:
        return _source(self._tweets[tweet_id], self._channel)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tweets)

    def __len__(self) -> int:
        return len(self._tweets)


def checker_for(facts: Facts, channel: Channel, phrases: Phrases) -> Checker:
    """The checker of one report: the window's tweets, and those of the day before that it may speak of."""
    own_words = " ".join([*phrases.sentences.values(), *(f"{theme.zh} {theme.en}" for theme in themes())])
    tokens = {*_NAME.findall(own_words), *_NUMBER.findall(own_words)}
    return Checker(_Sources(facts, channel), {token.casefold() for token in tokens}, phrases.language)


def _source(tweet: TweetFact, channel: Channel) -> Source:
    author = tweet.author
    entry = channel.roster_by_handle.get(author.handle.lower())
    known = (entry.name, entry.role, entry.name_en, entry.role_en) if entry else ()
    about = plain(" ".join([author.handle, author.name, author.description, tweet.passed_on, *known]))
    return Source(text=tweet.clean_text, handle=plain(author.handle), author=about)
