"""Render a report into the files of the blog: the post, the word cloud, the data. Reads nothing but the report."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dawn_chorus.report.draw import draw_chart
from dawn_chorus.report.escape import json_text
from dawn_chorus.report.footer import fault_lines, footer_lines
from dawn_chorus.report.gate import environment
from dawn_chorus.report.kinds import kind_names
from dawn_chorus.report.model import Chart, Report, Row, Statement, Strand, cited
from dawn_chorus.report.paths import Paths
from dawn_chorus.report.phrases import Phrases, load_phrases
from dawn_chorus.report.wordcloud import draw
from dawn_chorus.settings import settings
from dawn_chorus.text.lexicon import themes

# The order in which a post prints the sections, and its references count 1, 2, 3 …
PRINTED = ("overview", "changes", "key_points", "views", "events", "markets", "themes", "overall", "accounts")
LEAST_WORDS = 5  # fewer words make no cloud
MOSTLY = 0.5  # of the tweets in a script that the program cannot read: the post says why it tells so little
DETAILS = ("views", "events", "markets", "themes", "overall", "accounts")  # sections below the brief part
ALT_WORDS = 4  # words named in the picture's description


def render(report: Report) -> dict[str, bytes]:
    """The report's files by path; the same report gives the same bytes."""
    paths = Paths.of(report.slug)
    files = {paths.post: render_post(report).encode(), paths.data: json_text(report.model_dump(mode="json")).encode()}
    if has_cloud(report):
        files[paths.image] = draw(report.words)
    return files | {paths.charts[chart.kind]: draw_chart(chart) for chart in report.charts}


def has_cloud(report: Report) -> bool:
    """Whether there are words enough for a picture."""
    return len(report.words) >= LEAST_WORDS


def render_post(report: Report) -> str:
    """The post: front matter and Markdown."""
    phrases = load_phrases(report.language)
    template = environment(settings().include / "templates" / report.language).get_template("post.md.j2")
    return template.render(_context(report, phrases))


def _context(report: Report, phrases: Phrases) -> Mapping[str, Any]:
    """What the templates see. ``t``: a phrase; ``section``: its statements; ``groups``: the same under their titles."""
    paths = Paths.of(report.slug)
    speak = _speaker(phrases, report)
    statements = [statement for section in PRINTED for statement in report.section(section)]
    return {
        "report": report,
        "t": speak,
        "section": report.section,
        "groups": lambda section: _groups(report.section(section), section, phrases),
        "change": lambda row: _change(row, speak),
        "number_of": {tweet_id: number for number, tweet_id in enumerate(cited(statements), start=1)},
        "days": str(report.last_day) if report.moment == "daily" else f"{report.first_day} – {report.last_day}",
        "has_detail": any(report.section(name) for name in DETAILS),
        "has_changes": any(each.row and not each.row.is_first for each in report.section("accounts")),
        "empty_sections": _empty_sections(report, speak),
        "is_mostly_unread": report.coverage.unread > MOSTLY * report.coverage.tweets,
        "footer": footer_lines(report, speak),
        "faults": fault_lines(report, speak),
        "largest_words": [word.text for word in report.words[:ALT_WORDS]],
        "image_url": f"{report.base_url}/{paths.image}" if has_cloud(report) else "",
        "charts": dict.fromkeys(paths.charts) | {chart.kind: _shown(chart, report, speak) for chart in report.charts},
        "data_url": f"{report.base_url}/{paths.data}",
    }


def _shown(chart: Chart, report: Report, speak: Callable[..., str]) -> Mapping[str, str]:
    """What a template sees of a chart: its address, and its numbers in words for those who do not see it."""
    rows = (_in_words(chart.kind, strand, speak) for strand in chart.strands)
    ends = {"first_day": chart.days[0], "last_day": chart.days[-1]}
    alt = speak(f"charts.{chart.kind}", **ends, list=speak("marks.then").join(rows))
    return {"url": f"{report.base_url}/{Paths.of(report.slug).charts[chart.kind]}", "alt": alt}


def _in_words(kind: str, strand: Strand, speak: Callable[..., str]) -> str:
    last = strand.values[-1]
    if kind == "trends":
        return speak("charts.trend", name=strand.name, most=max(filter(None, strand.values)), last=last or 0)
    return speak("charts.unranked" if last is None else "charts.rank", name=strand.name, last=last)


def _empty_sections(report: Report, speak: Callable[..., str]) -> list[str]:
    """Titles of the sections that have nothing to say; that no ticker was named is told in its own place."""
    empty = [name for name in DETAILS if name != "markets" and not report.section(name)]
    return [speak(f"headings.{name}") for name in [*empty, *([] if has_cloud(report) else ["wordcloud"])]]


def _speaker(phrases: Phrases, report: Report) -> Callable[..., str]:
    """``t(key, gap=value …)``: a phrase as text; the words of time are filled in."""
    words = {key: phrases[f"{key}.{report.moment}"] for key in ("period", "before", "now")}
    return lambda key, **gaps: phrases.text(key, **words, **gaps)


def _groups(statements: Sequence[Statement], section: str, phrases: Phrases) -> list[tuple[str, list[Statement]]]:
    """Statements under the titles of their groups, in the order of the section's headings."""
    found = ((title, [each for each in statements if each.group == key]) for key, title in _titles(section, phrases))
    return [(title, members) for title, members in found if members]


def _titles(section: str, phrases: Phrases) -> list[tuple[str, str]]:
    if section == "events":
        return [(kind, phrases[f"kinds.{kind}"]) for kind in kind_names()]
    return [(theme.key, theme.zh if phrases.language == "zh" else theme.en) for theme in themes()]


def _change(row: Row, speak: Callable[..., str]) -> str:
    """How an account's rank changed since the day before."""
    if row.is_first:
        return speak("table.unknown")
    if row.previous_rank is None:
        return speak("table.new" if row.is_new else "table.entered")
    places = row.previous_rank - row.rank
    if places == 0:
        return speak("table.same")
    return speak("table.up" if places > 0 else "table.down", places=abs(places))
