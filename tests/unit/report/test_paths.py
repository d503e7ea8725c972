"""Where the files of a report lie."""

import pytest

from dawn_chorus.errors import ChorusError
from dawn_chorus.report.paths import Paths

SLUG = "twitter_ai_20300428_20300504"


def test_files_lie_by_the_slug_and_the_windows_last_day() -> None:
    paths = Paths.of(SLUG)
    assert paths.post == "_posts/2030-05-04-twitter-ai-20300428-20300504.md"
    assert paths.data == f"assets/data/{SLUG}.json"
    assert paths.pictures == (
        f"assets/images/2030/05/wordcloud_{SLUG}.jpg",
        f"assets/images/2030/05/trends_{SLUG}.png",
        f"assets/images/2030/05/ranks_{SLUG}.png",
    )


def test_what_is_no_slug_has_no_paths() -> None:
    with pytest.raises(ChorusError, match="is not a report's slug"):
        Paths.of("twitter_ai")
