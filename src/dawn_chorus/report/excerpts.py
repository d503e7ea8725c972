"""Cut a tweet into pieces that may be quoted: whole sentences and clauses, never half a word, number or name."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dawn_chorus.report.escape import plain
from dawn_chorus.text.clean import LINK, RETWEET_MARK

# Widths are counted in Latin letters; a Han, kana or Hangul character says about as much as 1.85 of them.
WIDE_CHARACTER_WIDTH = 1.85
CLAUSE_WIDTH = 115  # a clause cut from a longer sentence: two lines on a phone
SENTENCE_WIDTH = 150  # a whole sentence may be a little longer before it has to be cut
SHORTEST_CUT = 38  # a clause cut shorter than this says too little to stand alone
# The web timeline cuts long tweets at 280 characters; what ends near there without a full stop is a torso.
CUT_OFF_LENGTH = 240
CACHED_TEXTS = 20_000  # every section asks for the pieces of the same tweets

_URL = f"(?i:{LINK.pattern})"
_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\u20e3\U0001f000-\U0001faff"
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
_LATIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.'’-]*")
_TRAILING_URLS = re.compile(rf"(?:\s*(?:{_URL}))+\s*$")
_BREAKS = re.compile(rf"\n+|(?:{_URL})|[{_EMOJI}]+")
_ABBREVIATIONS = ("vs.", "Dr.", "Mr.", "Ms.", "e.g.", "i.e.", "St.", "Inc.", "al.", "No.", "U.S.", "U.K.")
_SENTENCE_END = re.compile(
    r"(?<=[。！？；])(?![。！？；」』”’）)])|(?<=[。！？][」』”’])|(?<=[.!?؟۔…])[\"”’)]?(?=\s)(?<!\s[A-Z]\.)(?<!\s\.)"
    + "".join(f"(?<!{re.escape(each)})" for each in _ABBREVIATIONS)
)
_FULL_STOP = re.compile(rf"[.!?。！？…؟۔\"”」』)）{_EMOJI}]\s*$")
_STRONG_END = re.compile(r"(?<=[，；])|(?<=[,;])(?=\s)|(?=\s[–—-]{1,2}\s)|(?=——)")
_WEAK_END = re.compile(
    r"(?<=[：、:])|(?<=\))(?=\s)|(?=\s(?:and|but|because|while|which|so|when|where|after|before|without|using)\s)"
)
_LATE_START = re.compile(r"(?<=[:：])(?=\s?\w{2})|(?<=[，；])|(?<=——)|(?<=;)(?=\s)|(?<=\s[–—]\s)")
# "build, deploy, and manage": no clause begins at these commas. What follows one, and what stands between two.
_LIST_GOES_ON = re.compile(r"[,\s]*(?:[\w’'-]+,\s*){1,3}(?:and|or|&)\s|[,\s]*(?:and|or|&)\s[\w’'-]+(?:[.,;:!?]|$)")
_LIST_ENDS = re.compile(r"[,\s]*(?:and|or|&)\s")
# "Unless they ship by May | it is over"; "we are proud to say that our paper | , …": no half of these says a thing.
_CONDITION = re.compile(
    r"(?:unless|if|when|while|although|though|because|since|as|before|after|once|until|despite|given|using|with|by|from|for"
    r"|based on)\b|如果|虽然|尽管|因为|由于|当|为了|除非",
    re.IGNORECASE,
)
_JUST_BEGUN = re.compile(
    r"\b(?:that|whether|because|if|when|which|who|where|how|why)(?:\s+[^\s,]+){0,3}$", re.IGNORECASE
)
_LISTED_WORDS = 2  # an item of a list has hardly more
# One mention may be the sentence's subject, unless a new sentence follows; several are those to whom a reply goes.
_ADDRESSEES = re.compile(r"^(?:(?:@\w{1,15}\s+){2,}|@\w{1,15}\s+(?=[A-Z\u4e00-\u9fff]))")
_BULLET = re.compile(r"^(?:[-–—•·*>→⇒✓|~+=/\\:：、,，.…]+|\(?\d{1,2}[.)/、](?=\D)|\d{1,2}/\d{1,2}\b|[①-⑳])\s*")
_DANGLING = re.compile(r"[\s,，;；:：、\-–—|>(（\[【/\\~+=&]+$")
_LISTED = re.compile(r"\s*(?:[-–—•·*>✓]|\(?\d{1,2}[.)、]|[①-⑳])\s?\S")
_LEAD_IN = re.compile(r"[:：]\s*$")
_TAGS_AT_END = re.compile(r"(?:\s*[#@]\w+){2,}\s*$")
_PAIRS = {"“": "”", "「": "」", "『": "』", "(": ")", "（": "）", "《": "》", "【": "】", "[": "]"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a tweet that may be quoted.

    ``position``: 0 for the tweet's first sentence. ``is_cut``: it does not reach from the sentence's start to its end.
    ``is_torso``: the platform cut the tweet off inside this sentence. ``is_lead_in``: a colon followed it.
    ``is_listed``: it is an entry of a list.
    """

    text: str
    position: int
    is_cut: bool = False
    is_torso: bool = False
    is_lead_in: bool = False
    is_listed: bool = False


@lru_cache(maxsize=CACHED_TEXTS)
def clean(text: str) -> str:
    """The tweet as readers saw it, on one line: entities unpacked, `RT @name:` removed. Quotes are pieces of this."""
    return plain(_unpacked(text))


def width(text: str) -> float:
    """How long a text reads, in Latin letters."""
    return len(text) + (WIDE_CHARACTER_WIDTH - 1) * len(_WIDE.findall(text))


def is_wide(text: str) -> bool:
    """Whether a text has more Chinese, Japanese or Korean characters than Latin words, and so is quoted in 「」."""
    return len(_WIDE.findall(text)) > len(_LATIN_WORD.findall(text))


def is_balanced(text: str) -> bool:
    """Whether every bracket and quotation mark has its partner."""
    pairs = all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())
    return pairs and text.count('"') % 2 == 0


@lru_cache(maxsize=CACHED_TEXTS)
def excerpts(text: str) -> tuple[Excerpt, ...]:
    """Every piece of the tweet that may be quoted, in order; each is a contiguous piece of ``clean(text)``."""
    whole = clean(text)
    pieces = (piece for sentence in _sentences(text) for piece in _cut(sentence))
    return tuple(piece for piece in pieces if sum(map(str.isalpha, piece.text)) > 1 and piece.text in whole)


def _unpacked(text: str) -> str:
    """Entities unpacked twice: some clients had packed `&nbsp;` before the platform packed its ampersand."""
    return RETWEET_MARK.sub("", html.unescape(html.unescape(text)))


def _sentences(text: str) -> list[Excerpt]:
    """The tweet's sentences without bullets, links and emoji."""
    body = _TRAILING_URLS.sub("", _unpacked(text))
    is_torso = len(body) >= CUT_OFF_LENGTH and not _FULL_STOP.search(body)
    spoken = [each for block in _BREAKS.split(body) for each in _split(block) if _trim(each)]
    last = len(spoken) - 1
    return [
        Excerpt(
            _trim(each),
            number,
            is_torso=is_torso and number == last,
            is_lead_in=bool(_LEAD_IN.search(each)),
            is_listed=bool(_LISTED.match(each)),
        )
        for number, each in enumerate(spoken)
    ]


def _split(block: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE_END.finditer(block):
        yield block[start : match.end()]
        start = match.end()
    yield block[start:]


def _trim(sentence: str) -> str:
    """Without bullets in front, tags and dangling signs behind, and quotation marks that have lost their partner."""
    text = _BULLET.sub("", _ADDRESSEES.sub("", plain(sentence)))
    return _without_lone_marks(_DANGLING.sub("", _TAGS_AT_END.sub("", text)))


def _without_lone_marks(text: str) -> str:
    for opening, closing in [*_PAIRS.items(), ('"', '"')]:
        is_lone = text.count('"') % 2 if opening == '"' else text.count(opening) != text.count(closing)
        if is_lone and text.startswith(opening):
            text = text[1:].lstrip()
        elif is_lone and text.endswith(closing):
            text = text[:-1].rstrip()
    return text


def _cut(sentence: Excerpt) -> Iterator[Excerpt]:
    """The sentence itself where it is short enough, and the clauses of a long one."""
    text, position, is_torso = sentence.text, sentence.position, sentence.is_torso
    if not is_torso and width(text) <= SENTENCE_WIDTH:
        yield sentence
    if is_torso or width(text) > CLAUSE_WIDTH:
        beginning = _beginning(text)
        if beginning:
            yield Excerpt(beginning, position, is_cut=True, is_torso=is_torso)
        if not is_torso:
            yield from (Excerpt(ending, position, is_cut=True) for ending in _endings(text))


def _beginning(text: str) -> str:
    """The longest beginning that fits and ends with a clause; empty where there is none."""
    for ends in (_STRONG_END, _WEAK_END):
        places = (match.start() for match in ends.finditer(text) if not _is_in_list(text, match.start()))
        cuts = (_DANGLING.sub("", text[:place]) for place in places)
        fitting = [
            cut for cut in cuts if SHORTEST_CUT <= width(cut) <= CLAUSE_WIDTH and is_balanced(cut) and _is_told(cut)
        ]
        if fitting:
            return max(fitting, key=len)
    return ""


def _is_told(beginning: str) -> bool:
    """Whether a beginning says something by itself: more than a condition, and no clause that has only just begun."""
    is_condition = _CONDITION.match(beginning) is not None and not re.search("[,，]", beginning)
    return not is_condition and _JUST_BEGUN.search(beginning) is None


def _is_in_list(text: str, place: int) -> bool:
    """Whether a cut would tear an enumeration apart."""
    head, comma, item = text[:place].rstrip(",; ").rpartition(",")
    is_item = bool(head and comma) and len(item.split()) <= _LISTED_WORDS
    return bool(_LIST_GOES_ON.match(text, place)) or (is_item and bool(_LIST_ENDS.match(text, place)))


def _endings(text: str) -> Iterator[str]:
    """Clauses that begin late: those that reach to the end and fit, or the beginning of one after a colon."""
    for match in _LATE_START.finditer(text):
        ending = _without_lone_marks(_BULLET.sub("", text[match.start() :].lstrip()))
        if width(ending) > CLAUSE_WIDTH and text[match.start() - 1] in ":：":
            ending = _beginning(ending)
        if SHORTEST_CUT <= width(ending) <= CLAUSE_WIDTH and is_balanced(ending):
            yield ending
