"""What is said of the seed's day is computed, and training reads the editors' lists as they are."""

import json
from pathlib import Path

import pytest

import seed_day

SEED = "---\ntitle: Not Here\n---\n- **Brindle 3**发布；Tessaro 的 API 上线，Ostrava Bank 罢工 ![词云](Cloud_Of.jpg)\n"


@pytest.fixture
def tweets(tmp_path: Path) -> Path:
    """A file of two tweets of one day."""
    path = tmp_path / "2026-03-04.json"
    rows = [
        {
            "user": {"screenName": "maker", "name": "Maker", "followersCount": 7},
            "tweetUrl": f"https://x.com/maker/status/{number}",
            "fullText": text,
            "images": [],
            "videos": [],
        }
        for number, text in ((2029000000000000001, "Brindle 3 is out"), (2029000000000000002, "Tessaro is slow"))
    ]
    path.write_text(json.dumps(rows))
    return path


def test_names_are_runs_of_capitals_and_versions_without_words_of_the_trade() -> None:
    assert seed_day.names_in(SEED) == ["Brindle 3", "Tessaro", "Ostrava Bank"]


def test_only_names_that_the_tweets_write_are_looked_for(
    tmp_path: Path, tweets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seed.md").write_text(SEED)
    (tmp_path / "post.html").write_text("<p>Brindle&nbsp;3 and <b>Brindle</b> 3; Ostrava Bank</p>")
    arguments = [str(tmp_path / "seed.md"), str(tmp_path / "post.html"), str(tweets), "--from", "2026-03-04"]
    assert seed_day.main(arguments) == 0
    line = json.loads(capsys.readouterr().out)
    assert line == {"named": 3, "in_tweets": 2, "share_in_post": 0.5, "missing": ["Tessaro"]}
