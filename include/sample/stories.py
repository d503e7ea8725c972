"""The planted stories: they begin with pinned tweets and are taken up, repeated, quoted and answered for days."""

import datetime as dt
import random
import re
from dataclasses import dataclass
from typing import Any

import clock
from cast import Account, Cast
from draft import Draft, Verb, answer, quote, retweet
from texts import HERE, LANGUAGES, Writer, lines, load

ECHOES = 4  # bots that repeat a story's headline on its biggest day, where that has at least ECHO_DAY tweets
ECHO_DAY = 18

_VERBS: dict[Verb, int] = {"posted": 35, "retweeted": 31, "quoted": 16, "replied_to": 18}  # per cent
_MEMORY = dt.timedelta(days=2)  # older tweets are no longer taken up
_LONG_SHARE = 0.09  # tweets that join several sentences; most become notes
_LONG = {"en": 4, "zh": 6}
_LINK_SHARE = 0.25
_TAG_SHARE = 0.07
_TAGS = {"en": ["#AI", "#MachineLearning", "#opensource", "#agents"], "zh": ["#人工智能", "#大模型", "#AI日报"]}
_SPAN = re.compile(r"(?P<first>\d)(?: (?P<since>\d\d:\d\d))?-(?P<last>\d)(?: (?P<until>\d\d:\d\d))?")
_PINNED = re.compile(r"(?P<day>\d) (?P<clock>\d\d:\d\d) @(?P<handle>\w+) (?P<text>.+)")


@dataclass(frozen=True)
class Saying:
    """Templates, by language, that fit from ``since`` until just before ``until``."""

    since: dt.datetime
    until: dt.datetime
    texts: dict[str, list[str]]


@dataclass(frozen=True)
class Story:
    """One planted story, as its word file tells it.

    ``days`` holds the tweets planned for each day 1..7; ``headline`` is true from ``headline_at`` on (None: from the
    first tweet).
    """

    name: str
    aliases: list[str]
    kind: str
    headline: str
    headline_at: dt.datetime | None
    days: list[int]
    zh_share: float
    link: str
    pinned: list[tuple[int, str, str, str]]
    posts: list[Saying]
    comments: list[Saying]

    def fitting(self, sayings: list[Saying], moment: dt.datetime, language: str) -> list[str]:
        """The templates among ``sayings`` that fit ``moment``; ValueError where the word file has none."""
        fitting = [text for one in sayings if one.since <= moment < one.until for text in one.texts[language]]
        if not fitting:
            raise ValueError(f"{self.name}: nothing to say in {language} on {moment:%d %B at %H:%M}")
        return fitting


def load_stories() -> list[Story]:
    """Every story of ``stories/``, in the order of the file names."""
    return [_story(load(str(path.relative_to(HERE)))) for path in sorted((HERE / "stories").glob("*.yaml"))]


def pinned_lines(block: str) -> list[tuple[int, str, str, str]]:
    """``day hh:mm @handle text`` lines as (day, clock, handle, text); ValueError names a line that is not one."""
    found = []
    for line in lines(block):
        match = _PINNED.fullmatch(line)
        if match is None:
            raise ValueError(f"not a pinned line: {line}")
        found.append((int(match["day"]), match["clock"], match["handle"], match["text"]))
    return found


def _story(words: dict[str, Any]) -> Story:
    """One story of its word file's content."""
    fields = {key: words[key] for key in ("name", "aliases", "kind", "headline", "days", "zh_share", "link")}
    return Story(
        **fields,
        headline_at=_moment(words["headline_at"]) if "headline_at" in words else None,
        pinned=pinned_lines(words["pinned"]),
        posts=_sayings(words["posts"]),
        comments=_sayings(words["comments"]),
    )


def _sayings(entries: list[dict[str, str]]) -> list[Saying]:
    """The entries of a word file with their spans."""
    return [
        Saying(*_span(entry["days"]), {language: lines(entry.get(language, "")) for language in LANGUAGES})
        for entry in entries
    ]


def _moment(words: str) -> dt.datetime:
    """``5 11:02`` as a moment."""
    day, time = words.split(" ")
    return clock.at(int(day), time)


def _span(days: str) -> tuple[dt.datetime, dt.datetime]:
    """``3-5``, or ``3 01:05-5 20:00``, as its first moment and the first one after it."""
    match = _SPAN.fullmatch(days)
    if match is None:
        raise ValueError(f"not a span of days: {days}")
    until = clock.at(int(match["last"]), match["until"]) if match["until"] else clock.end_of(int(match["last"]))
    return clock.at(int(match["first"]), match["since"] or "00:00"), until


class Teller:
    """Tells stories with a cast: turns each planned number of tweets into drafts."""

    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast = cast
        self.rng = rng
        self.writer = Writer(rng)
        self._handles = cast.by_handle()

    def tell(self, story: Story) -> list[Draft]:
        """All drafts of ``story``: on each day exactly as many as planned."""
        told: list[Draft] = []
        for day in clock.DAYS:
            told += self._tell_day(story, day, told)
        return told

    def _tell_day(self, story: Story, day: int, before: list[Draft]) -> list[Draft]:
        """The drafts of one day, pinned ones first, then whatever the crowd makes of them."""
        today = self._pinned(story, day)
        news = min((draft.moment for draft in today), default=None) if not before else None
        if day == 1 + story.days.index(max(story.days)) and max(story.days) >= ECHO_DAY:
            today += self._echoes(story, day, story.headline_at or news)
        missing = story.days[day - 1] - len(today)
        for moment in sorted(clock.some_time(day, self.rng, news) for _ in range(missing)):
            today.append(self._crowd(story, moment, [*before, *today]))
        return today

    def _pinned(self, story: Story, day: int) -> list[Draft]:
        """The tweets that the word file gives an author and a time; official ones link the story's page."""
        official = {account.handle for account in self.cast.official}
        return [
            Draft(
                moment=clock.within(day, at, self.rng),
                author=self._handles[handle],
                text=text,
                part="story",
                language=self._handles[handle].language if handle not in official else _language(text),
                link=story.link if handle in official else None,
                story=story.name,
            )
            for own_day, at, handle, text in story.pinned
            if own_day == day
        ]

    def _echoes(self, story: Story, day: int, after: dt.datetime | None) -> list[Draft]:
        """The headline, word for word, by bots with a link of their own: near-duplicates."""
        return [
            Draft(
                moment=clock.some_time(day, self.rng, after),
                author=bot,
                text=story.headline,
                part="story",
                language="en",
                link=f"{bot.handle.replace('_', '-')}.example/{self.rng.getrandbits(24):06x}",
                story=story.name,
                family=f"echo: {story.name}",
            )
            for bot in self.rng.sample(self.cast.echoes, ECHOES)
        ]

    def _crowd(self, story: Story, moment: dt.datetime, before: list[Draft]) -> Draft:
        """One tweet by somebody of the crowd about what was said before."""
        language = "zh" if self.rng.random() < story.zh_share else "en"
        author = self._somebody(language, moment, before)
        verb = self.rng.choices(list(_VERBS), list(_VERBS.values()))[0]
        ref = self._target(author, moment, before) if verb != "posted" else None
        if ref is None:
            return self._original(story, author, moment)
        if verb == "retweeted":
            return retweet(ref, author, moment)
        text = self.writer.write(story.fitting(story.comments, moment, language), language)
        return (quote if verb == "quoted" else answer)(ref, author, moment, text)

    def _somebody(self, language: str, moment: dt.datetime, before: list[Draft]) -> Account:
        """An established account, one that has not spoken about the story today if there is any."""
        spoken = {draft.author.handle for draft in before if draft.day == clock.day_of(moment)}
        crowd = self.cast.established[language]
        return self.rng.choice([one for one in crowd if one.handle not in spoken] or crowd)

    def _target(self, author: Account, moment: dt.datetime, before: list[Draft]) -> Draft | None:
        """What ``author`` takes up: a recent tweet of somebody else, the known voices more often."""
        done = {draft.ref for draft in before if draft.author == author}
        open_to = [
            draft
            for draft in before
            if moment - _MEMORY < draft.moment < moment
            and draft.verb in ("posted", "quoted")
            and draft.author != author
            and draft not in done
            and draft.family is None
        ]
        if not open_to:
            return None
        return self.rng.choices(open_to, [draft.author.followers**0.35 for draft in open_to])[0]

    def _original(self, story: Story, author: Account, moment: dt.datetime) -> Draft:
        """A tweet of ``author``'s own about the story."""
        language = author.language
        templates = story.fitting(story.posts, moment, language)
        if self.rng.random() < _LONG_SHARE:
            chosen = self.rng.sample(templates, min(_LONG[language], len(templates)))
            text = "\n\n".join(self.writer.write([template], language) for template in chosen)
        else:
            text = self.writer.write(templates, language)
        if self.rng.random() < _TAG_SHARE:
            text += f" {self.rng.choice(_TAGS[language])}"
        link = story.link if self.rng.random() < _LINK_SHARE else None
        return Draft(moment, author, text, "story", language, link=link, story=story.name)


def _language(text: str) -> str:
    """The language a text is written in: Chinese where it has Han characters."""
    return "zh" if re.search(r"[\u4e00-\u9fff]", text) else "en"
