"""An explanation says who endorsed, what carried, and what the rank would be without each part."""

import pytest
import sqlalchemy as sa

from dawn_chorus import views
from dawn_chorus.accounts.explaining import Explanation, explain_account
from dawn_chorus.channel import RosterEntry
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.window import Window

from .conftest import FIRST, SECOND, World

AUTHORS = ("10", "20", "30")
ELDERS = [RosterEntry(handle=f"elder_{n}", name="Elder", account_id=f"90{n}") for n in range(6)]
DAY = Window(FIRST, FIRST)


@pytest.fixture
def day(world: World) -> World:
    """A ranked day: three endorsed authors, the first with a tweet that all elders passed on; one without a rank."""
    world.channel = world.channel.model_copy(update={"roster": tuple(ELDERS)})
    for author in (*AUTHORS, "40"):
        said = world.write(FIRST, author)
        world.profile(FIRST, author, f"Handle_{author}", 10)
        if author == "10":
            _pass_on(world, said)
    for n in range(6):
        world.profile(FIRST, f"90{n}", f"elder_{n}", 10)
    world.engage(FIRST, [(f"90{n}", author, "retweet") for n in range(6) for author in ("20", "30")])
    world.engage(FIRST, [("reader", "20", "retweet"), ("900", "40", "reply")])
    world.rank_day(FIRST)
    return world


def _pass_on(world: World, tweet_id: int) -> None:
    """Every elder retweets a tweet."""
    for n in range(6):
        retweet = world.write(FIRST, f"90{n}", "retweet")
        with transaction("loader") as connection:
            parameters = {"of": tweet_id, "id": retweet, "elder": f"90{n}", "day": FIRST, "channel": world.channel.name}
            connection.execute(sa.text("UPDATE facts.tweets SET ref_tweet_id = :of WHERE tweet_id = :id"), parameters)
            interaction = "INSERT INTO facts.interactions VALUES (:channel, :day, :id, :elder, '10', 'retweet')"
            connection.execute(sa.text(interaction), parameters)


def explain(world: World, handle: str, window: Window = DAY) -> Explanation:
    return explain_account([world.channel], handle, window)


def test_it_names_the_endorsers_and_the_tweets_that_carried(day: World) -> None:
    told = explain(day, "@handle_10")
    assert told.endorsers == tuple(f"@elder_{n}" for n in range(6))
    assert told.root == "roster"
    assert [(carrier.url, carrier.engagers) for carrier in told.carriers] == [("https://x.com/handle_10/status/1", 6)]


def test_the_parts_add_up_to_the_score(day: World) -> None:
    (score,) = [row["score"] for row in day.rows("account_scores") if row["author_key"] == "20"]
    told = explain(day, "Handle_20")
    assert sum(part.adds for part in told.parts) == pytest.approx(score, abs=0.05)
    assert f"is 2 of 3 by engagers, score {score:.2f}" in told.verdict


def test_without_reach_the_accounts_are_equal(day: World) -> None:
    ranks = {part.name: part.rank_without for part in explain(day, "handle_30").parts}
    assert ranks["reach"] == 1
    assert ranks["consistency"] > 1


def test_who_has_no_rank_learns_what_is_missing(day: World) -> None:
    told = explain(day, "handle_40")
    assert "has no rank: 1 established accounts engaged, and 3 are needed" in told.verdict
    assert (told.parts, told.endorsers) == ((), ("@elder_0",))


@pytest.mark.parametrize(("handle", "window"), [("nobody", DAY), ("handle_10", Window(SECOND, SECOND))])
def test_an_account_or_a_day_that_is_not_known_is_said_so(day: World, handle: str, window: Window) -> None:
    with pytest.raises(ChorusError, match=f"No analysed day knows @{handle}"):
        explain(day, handle, window)


def test_an_account_of_two_channels_asks_for_one(day: World) -> None:
    with pytest.raises(ChorusError, match="is in several channels"):
        explain_account([day.channel, day.channel], "handle_10", DAY)


def test_what_is_explained_and_suggested_fits_a_screen(day: World, capsys: pytest.CaptureFixture[str]) -> None:
    views.show_explanation(explain(day, "handle_10"))
    assert "rank without" in " ".join(capsys.readouterr().out.split())
    views.show_suggestions(day.channel, FIRST)
    shown = capsys.readouterr().out
    assert {handle for handle in ("Handle_10", "Handle_20", "Handle_30") if handle in shown} == {
        "Handle_10", "Handle_20", "Handle_30",
    }  # fmt: skip
    views.show_suggestions(day.channel, SECOND)
    assert "Handle" not in capsys.readouterr().out
