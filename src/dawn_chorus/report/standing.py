"""Which tweets may be told at all.

Not what a bought crowd pushes, nor its own applause; not what advertisers say between two advertisements; not bait hung
with tickers; not what is addressed to a machine that reads along.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dawn_chorus.channel import Channel
from dawn_chorus.report.excerpts import width
from dawn_chorus.report.facts import Account, TweetFact
from dawn_chorus.report.people import is_company
from dawn_chorus.report.wordlists import cues

# Fewer readers and an empty profile: an account that nobody asked for. Bought ones look like that because looking
# otherwise costs money.
FEW_FOLLOWERS = 25
LEAST_CROWD = 3  # empty accounts; one or two are newcomers
CROWD_SHARE = 0.6  # of all who address the account; where real readers gather too, they decide
ADVERTISER_SHARE = 0.5
BAIT_TICKERS, BAIT_WIDTH = 4, 150  # Latin letters; a real list of movers gives their moves

_ADDRESSED = re.compile(r"^(?:RT )?@(\w{1,15})")


def heard(tweets: Iterable[TweetFact], channel: Channel) -> list[TweetFact]:
    """The tweets that may be told, in the given order; the others are only counted."""
    given = list(tweets)
    pushed = _pushed(given, channel)
    advertisers = _advertisers(given, channel)
    return [
        tweet
        for tweet in given
        if tweet.author.handle.lower() not in pushed
        and not (is_empty(tweet.author, channel) and _addressee(tweet) in pushed)
        and tweet.author.key not in advertisers
        and not _is_bait(tweet)
        and not cues("orders").finds(tweet.spoken)
    ]


def is_empty(account: Account, channel: Channel) -> bool:
    """Whether an account has neither readers nor a profile; never where the input does not count followers."""
    is_known = account.handle.lower() in channel.roster_by_handle
    has_few = account.followers is not None and account.followers < FEW_FOLLOWERS
    return has_few and not account.description.strip() and not is_known


def is_mostly_empty(accounts: Sequence[Account], channel: Channel) -> bool:
    """Whether most of the accounts are empty ones."""
    return sum(is_empty(account, channel) for account in accounts) >= max(1, CROWD_SHARE * len(accounts))


def _is_bait(tweet: TweetFact) -> bool:
    """Whether a short tweet names many tickers and no figure: it wants to be found under them, and says nothing."""
    is_short = width(tweet.spoken) <= BAIT_WIDTH
    return is_short and len(tweet.cashtags) >= BAIT_TICKERS and not any(map(str.isdigit, tweet.spoken))


def _advertisers(tweets: Iterable[TweetFact], channel: Channel) -> frozenset[str]:
    """Keys of accounts of which half the tweets or more are advertisements; known ones and companies may advertise."""
    authors = {tweet.author.key: tweet.author for tweet in tweets}
    written = Counter(tweet.author.key for tweet in tweets)
    advertised = Counter(tweet.author.key for tweet in tweets if tweet.role == "ad" and tweet.kind != "retweet")
    return frozenset(
        key
        for key, count in advertised.items()
        if count >= ADVERTISER_SHARE * written[key]
        and authors[key].handle.lower() not in channel.roster_by_handle
        and not is_company(authors[key], channel)
    )


def _pushed(tweets: Sequence[TweetFact], channel: Channel) -> frozenset[str]:
    """Handles, in lower case, that mostly empty accounts retweet and answer."""
    return frozenset(handle for handle, crowd in _crowds(tweets).items() if _is_bought(list(crowd.values()), channel))


def _crowds(tweets: Iterable[TweetFact]) -> Mapping[str, Mapping[str, Account]]:
    """For each handle the accounts, by key, whose tweets begin with it."""
    crowds: defaultdict[str, dict[str, Account]] = defaultdict(dict)
    for tweet in tweets:
        if handle := _addressee(tweet):
            crowds[handle][tweet.author.key] = tweet.author
    return crowds


def _is_bought(crowd: Sequence[Account], channel: Channel) -> bool:
    empty = sum(is_empty(account, channel) for account in crowd)
    return empty >= LEAST_CROWD and is_mostly_empty(crowd, channel)


def _addressee(tweet: TweetFact) -> str:
    """Whom a retweet or an answer is addressed to, in lower case; empty where to nobody."""
    match = _ADDRESSED.match(tweet.text)
    return match[1].lower() if match else ""
