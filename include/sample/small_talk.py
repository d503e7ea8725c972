"""What surrounds the stories: opinions, single news, small talk, advertising and an engagement farm."""

import datetime as dt
import random

import clock
from cast import Account, Cast
from draft import Draft, answer, quote, retweet
from stories import pinned_lines
from texts import Writer, lines, load

ADS_PER_DAY = 34
TEMPLATE_SPAM = {1: "giveaway", 2: "zh_spam", 3: "dm_spam", 4: "giveaway", 5: "dm_spam", 6: "zh_spam", 7: "giveaway"}
SPAM_PER_DAY = 9
FARM_DAYS = (1, 2, 3, 4, 5, 7)
FARM_POSTS = 2  # of the target, each followed at once by a burst of the ring
FARM_RETWEETS = 8
FARM_REPLIES = 5

_FANS = (4, 7)  # established accounts that retweet one opinion of a notable account
_ZH_CHATTER = 0.38
_CHATTER_REPLIES = 0.13
_CHATTER_RETWEETS = 0.07
_CHATTER_LINKS = 0.12
_BURST = dt.timedelta(minutes=6)
_PAUSE = dt.timedelta(hours=9)  # within which people take up an opinion


class Extras:
    """Writes everything that belongs to no story."""

    def __init__(self, cast: Cast, rng: random.Random) -> None:
        self.cast = cast
        self.rng = rng
        self.writer = Writer(rng)
        self._handles = cast.by_handle()
        self._talk = {key: lines(block) for key, block in load("chatter.yaml").items()}
        self._ads = {key: lines(block) for key, block in load("ads.yaml").items()}

    def opinions(self) -> list[Draft]:
        """The notable accounts' opinions, and the established accounts that take them up."""
        drafts: list[Draft] = []
        for day, at, handle, text in pinned_lines(load("views.yaml")["views"]):
            author = self._handles[handle]
            view = Draft(clock.within(day, at, self.rng), author, text, "view", author.language)
            drafts += [view, *self._fans(view)]
        return drafts

    def _fans(self, view: Draft) -> list[Draft]:
        """Distinct established accounts, and another notable one, that retweet, quote and answer ``view``."""
        crowd = self.cast.established[view.language]
        fans = self.rng.sample(crowd, self.rng.randint(*_FANS) + 2)
        until = min(view.moment + _PAUSE, clock.end_of(view.day))
        times = [clock.between(view.moment, until, self.rng) for _ in fans]
        words = [self.writer.write(self._talk[f"views_{view.language}"], view.language) for _ in range(2)]
        peers = [one for one in self.cast.notable if one != view.author and one.language == view.language]
        drafts = [retweet(view, fan, moment) for fan, moment in zip(fans[2:], times[2:], strict=True)]
        drafts += [quote(view, fans[0], times[0], words[0]), answer(view, fans[1], times[1], words[1])]
        return [*drafts, retweet(view, self.rng.choice(peers), clock.between(view.moment, until, self.rng))]

    def singles(self) -> list[Draft]:
        """News and how-tos that nobody takes up, spread over the week."""
        drafts = []
        for language, block in load("singles.yaml").items():
            for index, text in enumerate(lines(block)):
                author = self.rng.choice(self.cast.established[language])
                link = f"{author.handle.replace('_', '-')}.example/{self.rng.getrandbits(20):05x}"
                moment = clock.some_time(1 + index % len(clock.DAYS), self.rng)
                drafts.append(Draft(moment, author, text, "single", language, link=link))
        return drafts

    def chatter(self, day: int, count: int) -> list[Draft]:
        """``count`` tweets of small talk on ``day``."""
        said: list[Draft] = []
        for moment in sorted(clock.some_time(day, self.rng) for _ in range(count)):
            language = "zh" if self.rng.random() < _ZH_CHATTER else "en"
            said.append(self._remark(self.rng.choice(self.cast.established[language]), moment, said))
        return said

    def _remark(self, author: Account, moment: dt.datetime, said: list[Draft]) -> Draft:
        """One remark of ``author``, or their reaction to what was ``said`` today."""
        language = author.language
        heard = [one for one in said if one.verb == "posted" and one.language == language and one.author != author]
        luck = self.rng.random()
        if heard and luck < _CHATTER_RETWEETS:
            return retweet(self.rng.choice(heard), author, moment)
        if heard and luck < _CHATTER_RETWEETS + _CHATTER_REPLIES:
            text = self.writer.write(self._talk[f"replies_{language}"], language)
            return answer(self.rng.choice(heard), author, moment, text)
        text = self.writer.write(self._talk[language], language)
        link = f"photos.example/{self.rng.getrandbits(24):06x}" if self.rng.random() < _CHATTER_LINKS else None
        return Draft(moment, author, text, "chatter", language, link=link)

    def ads(self, day: int) -> list[Draft]:
        """Advertising of ``day``, and one template posted by many throw-away accounts."""
        drafts = [self._ad(day, line) for line in self._rotation(day)]
        name = TEMPLATE_SPAM[day]
        language = "zh" if name.startswith("zh") else "en"
        for account in self.rng.sample(self.cast.throwaways, SPAM_PER_DAY):
            draft = self._promotion(day, account, self.writer.write(self._ads[name], language), language)
            draft.family = f"template: {name} {clock.date_of(day)}"
            drafts.append(draft)
        return drafts

    def _rotation(self, day: int) -> list[str]:
        """The advertisers' lines of a day; each comes round two or three times."""
        every = self._ads["ads"]
        return [every[(day + index) % len(every)] for index in range(ADS_PER_DAY)]

    def _ad(self, day: int, line: str) -> Draft:
        """One advertisement of an ``@handle text`` line."""
        handle, template = line.removeprefix("@").split(" ", 1)
        account = self._handles[handle]
        return self._promotion(day, account, self.writer.write([template], account.language), account.language)

    def _promotion(self, day: int, account: Account, text: str, language: str) -> Draft:
        """A tweet of the part ``ad``, always with a link."""
        link = f"{account.handle.replace('_', '-')}.example/{self.rng.getrandbits(28):07x}"
        return Draft(clock.some_time(day, self.rng), account, text, "ad", language, link=link)

    def farm(self) -> list[Draft]:
        """The farm: its target boasts, its ring retweets and praises within minutes, nobody else reacts."""
        drafts = []
        for day in FARM_DAYS:
            for _ in range(FARM_POSTS):
                moment = clock.some_time(day, self.rng)
                moment = min(moment, clock.end_of(day) - 2 * _BURST)
                text = self.writer.write(self._ads["farm_posts"], "en")
                boast = Draft(moment, self.cast.farm_target, text, "farm", "en", link="moss-signal.example/join")
                drafts += [boast, *self._burst(boast)]
        return drafts

    def _burst(self, boast: Draft) -> list[Draft]:
        """The ring's reaction to one boast."""
        ring = self.rng.sample(self.cast.farm_ring, FARM_RETWEETS + FARM_REPLIES)
        times = [clock.between(boast.moment, boast.moment + _BURST, self.rng) for _ in ring]
        drafts = []
        for index, (fake, moment) in enumerate(zip(ring, times, strict=True)):
            if index < FARM_RETWEETS:
                drafts.append(retweet(boast, fake, moment))
            else:
                drafts.append(answer(boast, fake, moment, self.writer.write(self._ads["farm_replies"], "en")))
        return drafts
