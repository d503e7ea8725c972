"""Put a report together from checked statements and the counts of its run."""

from collections.abc import Mapping, Sequence

from dawn_chorus.channel import Channel
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.charts import find_charts
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.model import Coverage, Report, Statement, Topic, Word
from dawn_chorus.report.scripts import is_unread
from dawn_chorus.report.words import cloud_words

TAGS = 5
DESCRIBED = 3  # key points named in the description
HOURS_A_DAY = 24
FRONT_MATTER_TIME = "%Y-%m-%d %H:%M:%S %z"


def assemble(brief: Brief, statements: Sequence[Statement], dropped: Mapping[str, int]) -> Report:
    """The report of a window; a pure function of the facts and the statements."""
    facts, channel = brief.facts, brief.channel
    names = _headline_names(brief)
    return Report(
        slug=facts.window.slug(channel.name),
        channel=channel.name,
        channel_title=channel.title,
        short_title=channel.short_title,
        language=channel.language,
        first_day=facts.window.first_day,
        last_day=facts.window.last_day,
        date=facts.window.end(channel.zone).strftime(FRONT_MATTER_TIME),
        posttime=facts.opened_at.astimezone(channel.zone).strftime(FRONT_MATTER_TIME),
        title=_title(channel, facts),
        description=_description(brief, names[:DESCRIBED]),
        tags=tuple(names[:TAGS]),
        base_url=channel.blog.base_url,
        statements=tuple(statements),
        dropped=dict(sorted(dropped.items())),
        topics=_topics(brief),
        coverage=_coverage(facts),
        judgement=facts.judgement,
        words=_words(brief),
        charts=tuple(find_charts(brief, statements)),
    )


def _title(channel: Channel, facts: Facts) -> str:
    return f"{channel.short_title} {facts.window}"


def _headline_names(brief: Brief) -> list[str]:
    """Names of the key points that have one, best first."""
    return list(dict.fromkeys(item.name for item in brief.points if item.name))


def _description(brief: Brief, names: Sequence[str]) -> str:
    counts = {"tweets": brief.facts.counted.tweets, "accounts": brief.facts.counted.accounts}
    key = "description.points" if names else "description.counts"
    description = brief.phrases.text(key, names=brief.phrases["marks.list"].join(names), **counts)
    if brief.facts.judgement.is_short:
        return brief.phrases.text("description.short", description=description)
    return description


def _words(brief: Brief) -> tuple[Word, ...]:
    """The words of the cloud; a short report has none."""
    if brief.facts.judgement.is_short:
        return ()
    return tuple(cloud_words(brief.facts, brief.items, brief.channel.analysis.wordcloud_words))


def _topics(brief: Brief) -> tuple[Topic, ...]:
    names = {item.topic.topic_no: item.name for item in brief.items if item.topic is not None}
    return tuple(
        Topic(
            topic_no=topic.topic_no,
            name=names.get(topic.topic_no) or topic.label,
            label=topic.label,
            theme=topic.theme,
            tweets=topic.tweets,
            accounts=topic.accounts,
            story_id=topic.story_id,
            story_status=topic.story_status,
            story_day_no=topic.story_day_no,
            tweets_yesterday=topic.tweets_yesterday,
            tweets_week=topic.tweets_week,
        )
        for topic in brief.facts.topics
    )


def _coverage(facts: Facts) -> Coverage:
    counted = facts.counted
    days = len(facts.window.days)
    return Coverage(
        days=days,
        days_loaded=facts.ledger.days_loaded,
        hours=days * HOURS_A_DAY,
        hours_covered=facts.ledger.hours_covered,
        tweets=counted.tweets,
        tweets_read=len(facts.tweets) if facts.whole else None,
        accounts=counted.accounts,
        retweets=counted.retweets,
        advertising=counted.roles.get("ad", 0),
        chatter=counted.roles.get("chatter", 0),
        near_duplicates=counted.copies,
        records=facts.ledger.records,
        duplicate=facts.ledger.duplicate,
        rejected=facts.ledger.rejected,
        tombstoned=facts.ledger.tombstoned,
        files=facts.ledger.files,
        sources=facts.ledger.sources,
        ranked_by=next((account.basis for account in facts.accounts), "followers"),
        unread=0 if facts.whole else sum(is_unread(tweet.spoken) for tweet in facts.tweets),
        is_first=not facts.has_history and not facts.judgement.is_poor,
    )
