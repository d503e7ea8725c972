"""Evidence: the post as readers will see it, each reference leading to its tweet, where the quoted words are marked."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from dawn_chorus.report.escape import plain, tweet_url
from dawn_chorus.report.excerpts import clean
from dawn_chorus.report.preview import parser, without_front_matter
from dawn_chorus.ui.reading import Row

_TWEET = re.compile(r"https://x\.com/[A-Za-z0-9_/]+/status/([0-9]{1,20})")
MOST_TEXT = 4_000  # characters of a tweet that a card shows


@dataclass(frozen=True)
class Post:
    """A post as HTML, and the ids of the tweets that it links, in the order of its references."""

    html: Markup
    tweet_ids: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A part of a tweet's text; ``is_quoted``: it stands in the post."""

    text: str
    is_quoted: bool


@dataclass(frozen=True)
class Told:
    """A statement as a card repeats it. ``counted``: numbers that no tweet says, with the rows that they come from."""

    text: str
    counted: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A cited tweet. ``number``: of its reference in the post. Without pieces it is gone: forgotten, or not loaded."""

    number: int
    tweet_id: str
    url: str
    handle: str
    name: str
    created_at: dt.datetime | None
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...]


def post_of(markdown: str, picture: str | None) -> Post:
    """The post (front matter and Markdown) as HTML whose references lead to ``#tweet-ID`` and its image to ``picture``.

    Any other link is text: it would lead out of the blog, or out of Airflow. Raw HTML in the post is text as well.
    """
    reader = parser()
    tokens = reader.parse(without_front_matter(markdown))
    found: dict[str, None] = {}
    for token in tokens:
        if token.children:
            token.children = [*_rewritten(token.children, picture, found)]
    return Post(Markup(reader.renderer.render(tokens, reader.options, {})), tuple(found))  # noqa: S704 - html is off


def _rewritten(children: Sequence[Token], picture: str | None, found: dict[str, None]) -> Iterator[Token]:
    """The inline tokens with their links and images turned; notes the tweets in ``found``."""
    keeps: list[bool] = []  # of the links that are open, whether they lead somewhere
    for token in children:
        if token.type == "link_open":
            match = _TWEET.fullmatch(str(token.attrGet("href")))
            keeps.append(match is not None)
            if match:
                found.setdefault(match[1])
                token.attrs = {"href": f"#tweet-{match[1]}", "class": "reference"}
                yield token
        elif token.type == "link_close":
            if keeps.pop():
                yield token
        elif token.type != "image":
            yield token
        elif picture:
            token.attrSet("src", picture)
            yield token


def cards_of(post: Post, document: Mapping[str, Any], tweets: Iterable[Row]) -> list[Card]:
    """A card for each tweet that the post links. ``document``: the report as stored; ``tweets``: rows by id."""
    by_id = {str(row.tweet_id): row for row in tweets}
    statements = document.get("statements", [])
    return [_card(number, key, by_id.get(key), statements) for number, key in enumerate(post.tweet_ids, start=1)]


def _card(number: int, tweet_id: str, row: Row | None, statements: Sequence[Mapping[str, Any]]) -> Card:
    citing = [each for each in statements if any(one["tweet_id"] == tweet_id for one in each["citations"])]
    cited = [one for each in citing for one in each["citations"] if one["tweet_id"] == tweet_id]
    handle = (row.handle if row is not None else None) or (cited[0]["author"] if cited else "")
    return Card(
        number=number,
        tweet_id=tweet_id,
        url=tweet_url(handle, tweet_id),
        handle=handle,
        name=(row.name or "") if row is not None else "",
        created_at=row.created_at if row is not None else None,
        pieces=() if row is None else highlight(clean(row.text)[:MOST_TEXT], [one["quote"] for one in cited]),
        told=tuple(_told(each) for each in citing),
    )


def _told(statement: Mapping[str, Any]) -> Told:
    counted = (f"{number['value']} ({number['source']})" for number in statement.get("numbers", []))
    return Told(plain("".join(part["text"] for part in statement["parts"])), tuple(counted))


def highlight(text: str, quotes: Iterable[str]) -> tuple[Piece, ...]:
    """``text`` cut where quotes begin and end; those that overlap are one piece, one not in it marks nothing."""
    spans = sorted((place, place + len(quote)) for quote in quotes if (place := text.find(quote)) >= 0)
    pieces: list[Piece] = []
    end = 0
    for start, stop in _merged(spans):
        pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    pieces.append(Piece(text[end:], False))
    return tuple(piece for piece in pieces if piece.text)


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch joined."""
    held: tuple[int, int] | None = None
    for start, stop in spans:
        if held is not None and start <= held[1]:
            held = held[0], max(held[1], stop)
            continue
        if held is not None:
            yield held
        held = start, stop
    if held is not None:
        yield held
