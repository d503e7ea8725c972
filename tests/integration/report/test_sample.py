"""The made-up week, told: what was planted is found, what misleads is not printed, and every post reads well."""

import html
import importlib.util
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.report.excerpts import is_balanced
from dawn_chorus.window import Window, parse_day

from .conftest import World

SAMPLE = Path(__file__).resolve().parents[3] / "include" / "sample"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))

Week = Mapping[str, "Told"]

_REFERENCE = re.compile(r"\[&#91;(\d+)&#93;\]\((https://x\.com/\w+/status/\d+)\)")
_made: dict[str, "Told"] = {}


class Told:
    """One day's report: its statements and its post."""

    def __init__(self, files: Mapping[str, bytes], top_accounts: Sequence[str]) -> None:
        self.top_accounts = top_accounts
        self.paths = set(files)
        self.picture_bytes = sum(len(content) for path, content in files.items() if path.startswith("assets/images/"))
        self.stored_bytes = sum(len(zlib.compress(content)) for content in files.values())  # as git keeps them
        self.data = json.loads(self._only(files, "assets/data/"))
        self.post = self._only(files, "_posts/").decode()

    @property
    def statements(self) -> list[Mapping[str, Any]]:
        """The statements, in order."""
        found: list[Mapping[str, Any]] = self.data["statements"]
        return found

    def quotes(self) -> Iterator[str]:
        """Every printed quotation."""
        return (part["text"] for each in self.statements for part in each["parts"] if part["kind"] == "quote")

    @staticmethod
    def _only(files: Mapping[str, bytes], folder: str) -> bytes:
        (content,) = [content for path, content in files.items() if path.startswith(folder)]
        return content


@pytest.fixture
def week(database: sa.Engine, tmp_path: Path) -> Week:
    """The reports of the week by day; made once, since it takes ten seconds."""
    if not _made:
        world = World(tmp_path)
        pipeline.land(world.channel, sorted((SAMPLE / "twitter_ai").glob("*.jsonl.gz")))
        for day in TRUTH["days"]:
            run = world.analyse_window(Window(parse_day(day), parse_day(day)))
            _made[day] = Told(world.report(run), _top_accounts(database, run.run_id))
    return _made


def _top_accounts(database: sa.Engine, run_id: int) -> Sequence[str]:
    """Handles of the ten highest accounts of a run."""
    query = """
        SELECT (SELECT handle FROM facts.account_snapshots AS seen WHERE seen.author_key = score.author_key LIMIT 1)
        FROM results.account_scores AS score WHERE run_id = :run_id AND rank <= 10"""
    with database.connect() as connection:
        return connection.scalars(sa.text(query), {"run_id": run_id}).all()


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """include/sample/score.py as a module."""
    specification = importlib.util.spec_from_file_location("sample_score", SAMPLE / "score.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_a_year_of_daily_posts_stays_small(week: Week) -> None:
    """What the runbook says of the repository's growth: pictures within their budget, about 80 MB a year."""
    assert max(told.picture_bytes for told in week.values()) <= 300_000
    a_year = 365 * sum(told.stored_bytes for told in week.values()) / len(week)
    assert 40e6 < a_year < 100e6


def test_nine_of_ten_highest_accounts_are_the_planted_ones_and_none_is_the_farms(week: Week) -> None:
    highest = [handle for told in week.values() for handle in told.top_accounts]
    planted = sum(handle in TRUTH["notable_accounts"] for handle in highest)
    assert planted >= 0.9 * 10 * len(TRUTH["days"])
    assert not {TRUTH["farm"]["target"], *TRUTH["farm"]["ring"]} & set(highest)


def test_what_was_planted_is_found_and_what_misleads_is_not(week: Week, score: ModuleType) -> None:
    found = score.score(TRUTH, {day: told.statements for day, told in week.items()})
    table = f"{score.table(found)}\n{score.summary(found)}"
    assert found.cited_share >= 0.94, table
    assert found.named_share >= 0.94, table
    assert found.noise_share <= 0.03, table
    assert found.total("farm") <= 1, table
    assert found.total("hostile") <= 1, table
    assert len(found.notable) == found.notable_planted, table


def test_the_template_writer_never_has_a_statement_refused(week: Week) -> None:
    assert [told.data["dropped"] for told in week.values() if told.data["dropped"]] == []


def test_every_day_has_a_post_a_picture_and_data_and_from_the_third_on_two_charts(week: Week) -> None:
    assert [len(week[day].paths) for day in sorted(week)] == [3, 3, 5, 5, 5, 5, 5]


def test_references_are_numbered_as_they_come_and_one_tweet_has_one_number(week: Week) -> None:
    for told in week.values():
        found = _REFERENCE.findall(told.post)
        numbers = [int(number) for number, _ in found]
        assert list(dict.fromkeys(numbers)) == list(range(1, max(numbers) + 1))
        assert len({*found}) == len({*numbers})


def test_no_quotation_comes_twice_in_a_post(week: Week) -> None:
    counts = [Counter(told.quotes()) for told in week.values()]
    assert [quote for count in counts for quote, times in count.items() if times > 1] == []


def test_quotations_stand_alone(week: Week) -> None:
    quotes = [quote for told in week.values() for quote in told.quotes()]
    assert quotes
    assert [quote for quote in quotes if not is_balanced(quote)] == []
    assert [quote for quote in quotes if quote[-1] in ",，;；:：、(（"] == []
    assert [quote for quote in quotes if "http" in quote or "\n" in quote or "&amp;" in quote] == []


def test_entities_are_escaped_once(week: Week) -> None:
    assert [day for day, told in week.items() if "&amp;" in html.unescape(told.post)] == []


def test_no_sentence_has_an_empty_place_or_two_stops(week: Week) -> None:
    for day, told in week.items():
        body = told.post.split("---\n", 2)[2]
        for broken in ("。。", "；。", "：。", "（）", "「」", "****", "None", "{", "个关键点）\n\n#"):
            assert broken not in body, (day, broken)
        assert "- \n" not in body


def test_a_section_without_statements_says_so(week: Week) -> None:
    for told in week.values():
        has_markets = any(each["section"] == "markets" for each in told.statements)
        assert has_markets != ("当日推文中没有出现股票或代币代码。" in told.post)


def test_tags_are_names_of_key_points(week: Week) -> None:
    for told in week.values():
        points = " ".join(each["text"] for each in told.statements if each["section"] == "key_points")
        assert told.data["tags"]
        assert all(tag in points for tag in told.data["tags"])


def test_the_first_day_calls_nothing_new_and_the_second_does(week: Week) -> None:
    first, second, *_ = week.values()
    assert "新出现的话题" not in first.post
    assert "此前没有可比的日子，因此不分新旧" in first.post
    assert "新出现的话题" in second.post
    assert "在回落的话题" in second.post


def test_what_fell_silent_is_cited_from_the_day_before(week: Week) -> None:
    for before, today in pairwise(week):
        for each in week[today].statements:
            if "没有再出现" in each["text"]:
                cited = {int(citation["tweet_id"]) for citation in each["citations"]}
                assert cited
                assert not cited & {int(tweet) for tweet in _ids_of(today)}, (before, today)


def _ids_of(day: str) -> Iterator[str]:
    for story in TRUTH["stories"]:
        yield from story["tweet_ids"].get(day, [])
