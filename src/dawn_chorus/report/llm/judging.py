"""Judge what a language model answered, claim by claim: what may stand, and why the rest may not."""

from collections.abc import Mapping

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import Checker
from dawn_chorus.report.claim import Claim
from dawn_chorus.report.escape import plain
from dawn_chorus.report.excerpts import Excerpt, excerpts, is_wide, width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.llm import answer
from dawn_chorus.report.llm.request import Slot
from dawn_chorus.report.model import Statement
from dawn_chorus.report.sections.events import told
from dawn_chorus.report.sections.key_points import tell
from dawn_chorus.text.keys import key_of

MOST_WIDTH = 220  # Latin letters of a claim: three lines on a phone
MOST_QUOTATIONS = 2
ENDS = (".", "!", "?", "。", "！", "？")

# What the model is told of a refusal; the checker's words say enough to a model by themselves only with these.
WHY = {
    "unknown_tweet": "it quotes a tweet that was not given for this thing",
    "altered_quote": "a quotation is not copied letter by letter from that tweet",
    "cut_quote": "a quotation is no whole sentence or clause of that tweet",
    "unknown_number": "a number in the sentence is not written so in the quoted tweets",
    "unknown_name": "a name, or a word that looks like one, is not written so in the quoted tweets",
    "markup": "the sentence must be plain text without markup, links or line breaks",
    "form": "it must be one sentence of the asked length and language, with one or two quotations of different tweets",
    "echo": "the sentence only repeats a quotation",
}


def judge(slot: Slot, given: answer.Claim, brief: Brief, checker: Checker) -> Claim | str:
    """The claim as it may stand, or why it may not, in one word of `WHY`.

    It is judged inside the statement that it is to be part of, by the checker of every statement.
    """
    quotations = _quotations(slot, given)
    if isinstance(quotations, str):
        return quotations
    text = plain(given.sentence)
    if not 0 < width(text) <= MOST_WIDTH or is_wide(text) != (brief.phrases.language == "zh"):
        return "form"
    if any(key_of(text) in key_of(piece.text) for _, piece in quotations):
        return "echo"
    claim = Claim(text if text.endswith(ENDS) else text + brief.phrases["marks.stop"], quotations)
    statement = _statement(brief.afresh({slot.item.lead.tweet_id: claim}), slot.item)
    reason = "form" if statement is None else checker.check(statement)
    return claim if reason is None else reason


def _statement(brief: Brief, item: Item) -> Statement | None:
    """The key point, or else the event, that tells the thing."""
    point = next((each for each in brief.headlines if each.item is item), None)
    return told(brief, item) if point is None else tell(brief, point)


def _quotations(slot: Slot, given: answer.Claim) -> tuple[tuple[TweetFact, Excerpt], ...] | str:
    """The quotations as pieces of their tweets that may be quoted, one for each tweet."""
    if not 1 <= len(given.quotations) <= MOST_QUOTATIONS or len({each.tweet for each in given.quotations}) < len(
        given.quotations
    ):
        return "form"
    found: list[tuple[TweetFact, Excerpt]] = []
    for each in given.quotations:
        piece = _piece(slot.tweets, each)
        if isinstance(piece, str):
            return piece
        found.append((slot.tweets[each.tweet], piece))
    return tuple(found)


def _piece(tweets: Mapping[str, TweetFact], given: answer.Quotation) -> Excerpt | str:
    """The shortest sentence or clause that holds the quoted words, so that nothing is torn from a negation."""
    tweet = tweets.get(given.tweet)
    if tweet is None:
        return "unknown_tweet"
    words = plain(given.words).strip("\"“”「」'")
    if not words or words not in tweet.clean_text:
        return "altered_quote"
    pieces = [piece for piece in excerpts(tweet.text) if words in piece.text]
    return min(pieces, key=lambda piece: (len(piece.text), piece.position), default="cut_quote")
