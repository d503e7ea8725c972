"""个股与数字货币: which stocks and coins were named, by how many, and in what words; never a judgement of our own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.excerpts import Excerpt, excerpts, width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.model import Statement
from dawn_chorus.report.names import writes
from dawn_chorus.report.phrases import Filling
from dawn_chorus.report.quotes import is_alike, points
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import stop_after
from dawn_chorus.report.tickers import Ticker, symbols_in, ticker
from dawn_chorus.report.wordlists import cues

LISTED = 8
PER_ACCOUNT = 2  # statements in one account's words
TOGETHER = 6  # symbols in one line
SHORTEST = 12  # Latin letters of a sentence; a symbol alone says nothing of it


def write(brief: Brief) -> Iterator[Statement | None]:
    """One statement for the symbols that the same tweets name, those of the most accounts first."""
    named: dict[str, list[TweetFact]] = {}
    for tweet in brief.told.tweets:
        if tweet.role != "ad" and tweet.speaks_for_itself:
            for symbol in symbols_in(tweet):
                named.setdefault(symbol, []).append(tweet)
    together: dict[tuple[int, ...], list[Ticker]] = {}
    for symbol in (each for each in sorted(named) if not _pushes_itself(each, named[each])):
        together.setdefault(tuple(tweet.tweet_id for tweet in named[symbol]), []).append(ticker(symbol))
    ranked = sorted(
        ((tickers, named[tickers[0].symbol]) for tickers in together.values()),
        key=lambda pair: (-_accounts(pair[1]), -len(pair[1]), pair[0][0].symbol),
    )
    yield from islice(_by_several(filter(None, (_statement(brief, *pair) for pair in ranked))), LISTED)


def _by_several(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements without the third and later ones that rest on the words of one account."""
    heard = Counter[str]()
    for statement in statements:
        author = statement.citations[0].author
        heard[author] += 1
        if heard[author] <= PER_ACCOUNT:
            yield statement


def _accounts(tweets: Sequence[TweetFact]) -> int:
    return len({tweet.author.key for tweet in tweets})


def _pushes_itself(symbol: str, tweets: Sequence[TweetFact]) -> bool:
    """Whether nobody but an account that bears the symbol in its handle names it."""
    return all(symbol.casefold() in tweet.author.handle.casefold() for tweet in tweets)


def _statement(brief: Brief, tickers: Sequence[Ticker], tweets: Sequence[TweetFact]) -> Statement | None:
    """Say the symbols and counts, and quote the sentence that names them; nothing where that only points elsewhere."""
    chosen = _best(brief, tickers, tweets)
    if chosen is None or cues("hook").finds(chosen[1].text) or cues("advert").finds(chosen[1].text):
        return None
    tweet, piece = chosen
    sentence = Sentence(brief, "markets")
    counts: dict[str, Filling] = {
        "name": sentence.joined([sentence.name(_shown(each, tweet))] for each in tickers[:TOGETHER]),
        "tweets": sentence.number(len(tweets), "markets.tweets"),
        "accounts": sentence.number(_accounts(tweets), "markets.accounts"),
    }
    if any(is_alike(piece.text, quote) for quote in brief.used):
        sentence.say("markets.told", **counts, reference=sentence.again(tweet, piece.text))
        return sentence.finish()
    said = sentence.fill("markets.said", person=sentence.person(tweet), quote=sentence.quote(tweet, piece.text))
    key = "markets.ambiguous" if all(each.is_ambiguous for each in tickers) else "markets.item"
    sentence.say(key, **counts, said=said, stop=stop_after(sentence, said))
    return sentence.finish()


def _shown(named: Ticker, cited: TweetFact) -> str:
    """The cashtag where the tweet that is cited writes it, else the name that it writes."""
    if named.symbol in (tag.upper() for tag in cited.cashtags):
        return f"${named.symbol}"
    text = cited.clean_text.casefold()
    return next((name for name in named.names if name.casefold() in text), named.symbol)


def _best(brief: Brief, tickers: Sequence[Ticker], tweets: Sequence[TweetFact]) -> tuple[TweetFact, Excerpt] | None:
    """The sentence that names it and says most; one that was printed already only where there is no other."""
    spellings = [spelling for each in tickers for spelling in each.spellings]
    found = [
        (tweet, piece)
        for tweet in tweets
        for piece in excerpts(tweet.text)
        if width(piece.text) >= SHORTEST and any(writes(piece.text, spelling) for spelling in spellings)
    ]
    return max(
        found,
        key=lambda pair: (pair[1].text not in brief.used, points(pair[1], spellings), -pair[0].tweet_id),
        default=None,
    )
