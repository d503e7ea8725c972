"""值得关注的账号: the highest ranked accounts with the reasons, as rows of a table."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import RankedAccount, TweetFact
from dawn_chorus.report.model import Part, Row, Statement
from dawn_chorus.report.sentence import Sentence

REFERENCES = 2
TOLD_ROLES = ("topic", "single")  # an account that only advertised or chatted is not notable for it


def write(brief: Brief) -> Iterator[Statement | None]:
    """One row for each account that can be cited: by its own tweets, else by those of others that engaged with it."""
    in_field = {tweet.author.key for item in brief.items if item.in_field for tweet in item.tweets}
    rows = (_row(brief, account) for account in brief.facts.accounts if _is_notable(brief, account, in_field))
    return islice(filter(None, rows), brief.channel.analysis.notable_accounts)


def _is_notable(brief: Brief, account: RankedAccount, in_field: Collection[str]) -> bool:
    """Whether it spoke of the channel's field, or is silent but others engage with it: not who only advertises."""
    is_silent = account.tweets == 0 and account.engagers > 0
    return is_silent or account.key in in_field or account.key in brief.introduced


def _row(brief: Brief, account: RankedAccount) -> Statement | None:
    sentence = Sentence(brief, "accounts")
    own, others = _own(brief, account), brief.facts.some(account.engagements)
    references = sentence.reference(own if own else others, limit=REFERENCES)
    source = f"account_scores.{account.rank}"
    reasons = [*_reach(sentence, account, source), *_also(sentence, account, source)]
    sentence.add(sentence.joined(reasons, "marks.then"))
    sentence.add(references)
    row = Row(
        rank=account.rank,
        account=_shown(brief, account.handle),
        previous_rank=account.previous_rank,
        is_first=not brief.facts.has_earlier_ranks,
        is_new=account.is_new,
    )
    return sentence.finish(row)


def _shown(brief: Brief, handle: str) -> str:
    """The handle, with the name that the channel's readers know."""
    entry = brief.channel.roster_by_handle.get(handle.lower())
    name = handle if entry is None else entry.called(brief.channel.language)[0]
    if name.casefold() == handle.casefold():
        return handle
    return brief.phrases.text("accounts.known", name=name, handle=handle)


def _reach(sentence: Sentence, account: RankedAccount, source: str) -> Iterator[list[Part]]:
    """How many it reaches: who follows it, where the ranking rests on them, who engaged, and who of these count."""
    if account.followers and (account.basis != "engagers" or not account.engagers):
        yield sentence.fill("accounts.followers", followers=sentence.number(account.followers, f"{source}.followers"))
    if account.responses and account.basis == "responses":
        yield sentence.fill("accounts.responses", responses=sentence.number(account.responses, f"{source}.responses"))
    if account.engagers:
        yield sentence.fill("accounts.engagers", engagers=sentence.number(account.engagers, f"{source}.engagers"))
    if account.endorsers and account.basis == "engagers":
        yield sentence.fill("accounts.endorsers", endorsers=sentence.number(account.endorsers, f"{source}.endorsers"))


def _also(sentence: Sentence, account: RankedAccount, source: str) -> Iterator[list[Part]]:
    """How much it wrote itself, and in how many topics."""
    if account.tweets:
        tweets = sentence.number(account.tweets, f"{source}.tweets")
        yield sentence.fill("accounts.tweets", period=sentence.brief.word("period"), tweets=tweets)
    if account.topics:
        yield sentence.fill("accounts.topics", topics=sentence.number(account.topics, f"{source}.topics"))


def _own(brief: Brief, account: RankedAccount) -> Sequence[TweetFact]:
    """The account's tweets that the report can speak of, those in topics first."""
    told = [tweet for tweet in brief.told.tweets if tweet.author.key == account.key and tweet.role in TOLD_ROLES]
    return sorted(told, key=lambda tweet: (tweet.role != "topic", -tweet.centrality, tweet.tweet_id))
