"""Compose one statement: parts from the language pack, citations, and the numbers it computed."""

from collections.abc import Iterable, Sequence

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.escape import plain, tweet_url
from dawn_chorus.report.excerpts import is_wide
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.model import Citation, Number, Part, Row, SectionName, Statement
from dawn_chorus.report.names import writes
from dawn_chorus.report.people import introduction
from dawn_chorus.report.phrases import Filling
from dawn_chorus.report.quotes import best_excerpt


class Sentence:
    """A statement in the making. Nothing is a statement before it cites a tweet: ``finish`` gives None without one."""

    def __init__(self, brief: Brief, section: SectionName, group: str = "") -> None:
        """Begin a sentence of a section, under the heading ``group`` if it has one."""
        self.brief = brief
        self._section: SectionName = section
        self._group = group
        self._parts: list[Part] = []
        self._citations: list[Citation] = []
        self._numbers: list[Number] = []

    def fill(self, key: str, **fillings: Filling) -> list[Part]:
        """A phrase as parts, without saying it yet."""
        return self.brief.phrases.fill(key, **fillings)

    def say(self, key: str, **fillings: Filling) -> None:
        """Add a phrase."""
        self.add(self.fill(key, **fillings))

    def add(self, parts: Filling) -> None:
        """Add parts, or words of the pack."""
        self._parts.extend(
            [Part(kind="words", text=parts)]
            if isinstance(parts, str)
            else [parts]
            if isinstance(parts, Part)
            else parts
        )

    def number(self, value: int, source: str) -> Part:
        """A number computed from rows."""
        self._numbers.append(Number(value=value, source=source))
        return Part(kind="number", text=f"{value:,}" if value >= 10_000 else str(value))

    def name(self, name: str) -> Part:
        """The name of a thing or person, printed bold."""
        return Part(kind="name", text=plain(name))

    def person(self, tweet: TweetFact, *, bold: bool = False) -> list[Part]:
        """The author; at the first mention with their role, as the roster or the profile gives it.

        Of a retweet the author whose words it carries, and who passed them on.
        """
        if tweet.passed_on:
            author, passed_by = plain(tweet.passed_on), plain(tweet.author.handle)
            return self.fill("marks.passed_on", author=self.name(author) if bold else author, account=passed_by)
        name, role = introduction(tweet.author, self.brief.channel)
        if tweet.author.key in self.brief.introduced:
            role = ""
        self.brief.introduced.add(tweet.author.key)
        parts = [self.name(name) if bold else Part(kind="words", text=plain(name))]
        return [*parts, *(self.fill("marks.role", role=role) if role else [])]

    def quote(self, tweet: TweetFact, text: str) -> list[Part]:
        """A verbatim quotation in the marks of its language, with its reference."""
        index = self._cite(tweet, text)
        self.brief.used.add(text)
        opening, closing = ("marks.open_wide", "marks.close_wide") if is_wide(text) else ("marks.open", "marks.close")
        words = [self.fill(opening), [Part(kind="quote", text=text, citation=index)], self.fill(closing)]
        return [*(part for parts in words for part in parts), Part(kind="reference", citation=index)]

    def again(self, tweet: TweetFact, text: str) -> Part:
        """A reference to words of the tweet that are not printed here."""
        return Part(kind="reference", citation=self._cite(tweet, text))

    def reference(self, tweets: Iterable[TweetFact], names: Sequence[str] = (), limit: int = 1) -> list[Part]:
        """References to the first tweets that can be cited; the citation keeps what each says."""
        found: list[Part] = []
        for tweet in tweets:
            piece = best_excerpt(tweet.text, names)
            if piece is not None and len(found) < limit:
                found.append(self.again(tweet, piece.text))
        return found

    def joined(self, lists: Iterable[Sequence[Part]], mark: str = "marks.list") -> list[Part]:
        """Several lists of parts with a mark between them."""
        parts: list[Part] = []
        for number, each in enumerate(lists):
            parts.extend([*(self.fill(mark) if number else []), *each])
        return parts

    def cites(self, name: str) -> bool:
        """Whether one of the tweets cited so far writes the name."""
        known = self.brief.facts.by_id
        return any(writes(known[int(citation.tweet_id)].clean_text, name) for citation in self._citations)

    def finish(self, row: Row | None = None) -> Statement | None:
        """The statement; None where it has no text or cites nothing."""
        if not self._citations or not self._parts:
            return None
        return Statement(
            section=self._section,
            group=self._group,
            parts=tuple(self._parts),
            citations=tuple(self._citations),
            numbers=tuple(self._numbers),
            row=row,
        )

    def _cite(self, tweet: TweetFact, text: str) -> int:
        """The index of the citation of a tweet with that quote; one is added where there is none."""
        handle = tweet.author.handle
        citation = Citation(
            tweet_id=str(tweet.tweet_id), url=tweet_url(handle, tweet.tweet_id), author=plain(handle), quote=text
        )
        if citation not in self._citations:
            self._citations.append(citation)
        return self._citations.index(citation)
