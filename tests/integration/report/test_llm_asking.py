"""The language model in the path of a run, on a real Postgres: paid for once, within the budget, never in the way."""

import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from tests.stand_in.llm import Behaviour, LlmStandIn, Reply, Thing, attacks, say, well

from dawn_chorus import pipeline, remains
from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.report.finished import check_run
from dawn_chorus.report.llm import client
from dawn_chorus.report.llm.asking import Asker, ask
from dawn_chorus.report.llm.endpoint import read_endpoint
from dawn_chorus.report.render import render_post
from dawn_chorus.report.stage import compose

from .conftest import BANK, KITE, VIEW, World
from .test_stage import post_of

CALLS = """
    SELECT outcome, input_tokens, output_tokens, cost_usd FROM results.llm_calls
    WHERE run_id = :run_id ORDER BY call_id"""
BROKEN = """{"host": "http://api.example.com", "password": "sparrow-sparrow-key-1", "extra": {"model": "x"}}"""
ANSWERS = "SELECT answer_key FROM results.llm_answers WHERE :run_id > 0"

Start = Callable[[Behaviour], LlmStandIn]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a model and name it in the channel's Connection."""
    started: list[LlmStandIn] = []

    def begin(behave: Behaviour) -> LlmStandIn:
        model = LlmStandIn(behave).__enter__()
        started.append(model)
        monkeypatch.setenv("AIRFLOW_CONN_LLM", model.connection)
        return model

    yield begin
    for model in started:
        model.__exit__(None, None, None)


@pytest.fixture
def run(world: World) -> Run:
    """A day's run up to its report, of a channel that a language model writes for."""
    world.channel = written_by_llm(world.channel)
    world.write(0, *KITE, *BANK, *VIEW)
    return world.analyse(0)


def written_by_llm(channel: Channel, **llm: Any) -> Channel:
    prices = {"input_price": Decimal(2), "output_price": Decimal(10), **llm}
    return channel.model_copy(update={"writer": "llm", "llm": channel.llm.model_copy(update=prices)})


def claims(world: World, run: Run) -> list[str]:
    (row,) = world.rows("SELECT document FROM results.reports WHERE run_id = :run_id", run)
    parts = [part for each in row["document"]["statements"] for part in each["parts"]]
    return [part["text"] for part in parts if part["kind"] == "claim"]


def test_claims_stand_in_the_post_and_the_check_from_the_database_finds_them_right(
    world: World, run: Run, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(well)
    ask(world.channel, run)
    post = post_of(world.report(run))
    assert "zorbital 在推文里谈到了 Nimbus Kite 2。" in claims(world, run)
    assert "在推文里谈到了 Nimbus Kite 2。zorbital：" in post
    with transaction("analyst") as connection:
        found = check_run(connection, run)
    assert found.violations == ()


def test_the_report_task_asks_writes_and_asks_no_more(
    world: World, run: Run, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_channel", lambda name: world.channel)
    model = start(well)
    pipeline.write_report(run.run_id)
    assert (len(model.asked), bool(claims(world, run))) == (1, True)
    monkeypatch.delenv("AIRFLOW_CONN_LLM")
    pipeline.write_report(run.run_id)
    assert claims(world, run)


def test_what_was_paid_for_is_not_paid_for_again(world: World, run: Run, start: Start) -> None:
    model = start(well)
    ask(world.channel, run)
    first = world.report(run)
    ask(world.channel, run)
    assert len(model.asked) == 1
    assert world.report(run) == first
    (call,) = world.rows(CALLS, run)
    assert call == {
        "outcome": "answered",
        "input_tokens": 1_200,
        "output_tokens": 300,
        "cost_usd": Decimal("0.005400"),  # 1,200 at 2 and 300 at 10 US dollars a million
    }


def test_writing_the_report_asks_nobody(world: World, run: Run, start: Start) -> None:
    model = start(well)
    world.report(run)
    assert (model.asked, claims(world, run)) == ([], [])


def test_a_task_that_is_killed_while_asking_has_booked_the_call(
    world: World, run: Run, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The blow."""

    def blow(*_: object) -> None:
        raise Killed

    start(well)
    with monkeypatch.context() as patch:
        patch.setattr(client, "ask", blow)
        with pytest.raises(Killed):
            ask(world.channel, run)
    (call,) = world.rows(CALLS, run)
    assert (call["outcome"], call["cost_usd"] > Decimal("0.05")) == (None, True)


def test_a_failing_model_leaves_the_templates_post_and_is_asked_no_more(world: World, run: Run, start: Start) -> None:
    plain = post_of(world.report(run))
    model = start(lambda things, number: Reply(status=401))
    ask(world.channel, run)
    assert post_of(world.report(run)) == plain
    assert (len(model.asked), [row["outcome"] for row in world.rows(CALLS, run)]) == (1, ["refused"])


def test_half_an_answer_is_asked_for_once_more(world: World, run: Run, start: Start) -> None:
    start(lambda things, number: Reply('{"claims": [{"th') if number == 1 else well(things, number))
    ask(world.channel, run)
    assert [row["outcome"] for row in world.rows(CALLS, run)] == ["malformed", "answered"]
    world.report(run)
    assert claims(world, run)


@pytest.mark.parametrize("cap", ["per_day", "per_month"])
def test_no_question_is_sent_that_could_pass_the_budget(world: World, run: Run, start: Start, cap: str) -> None:
    model = start(well)
    ask(written_by_llm(world.channel, **{cap: Decimal("0.01")}), run)
    assert (model.asked, world.rows(CALLS, run)) == ([], [])


def test_without_a_connection_templates_write(world: World, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_LLM", raising=False)
    monkeypatch.setitem(sys.modules, "dawn_chorus.report.llm.client", None)  # to import it would fail
    ask(world.channel, run)
    world.report(run)
    assert (claims(world, run), world.rows(CALLS, run)) == ([], [])


def test_without_pydantic_ai_templates_write_and_the_log_says_how_to_install_it(
    world: World, run: Run, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    start(well)
    monkeypatch.setitem(sys.modules, "dawn_chorus.report.llm.client", None)
    ask(world.channel, run)
    assert "`make llm`" in caplog.text
    assert world.rows(CALLS, run) == []


def test_a_broken_connection_is_no_reason_to_be_without_a_post(
    world: World, run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_LLM", BROKEN)
    ask(world.channel, run)
    assert "would send the key over plain http" in caplog.text
    assert "sparrow" not in caplog.text
    assert "Nimbus Kite 2" in post_of(world.report(run))


def test_an_answer_that_was_told_a_forgotten_tweet_goes_with_it(world: World, run: Run, start: Start) -> None:
    start(well)
    ask(world.channel, run)
    assert world.rows(ANSWERS, run)
    world.forget_all_of("zorbital")
    pipeline.load(world.channel, run.window)
    remains.clear(world.channel)
    assert world.rows(ANSWERS, run) == []
    assert len(world.rows(CALLS, run)) == 1


PRODUCTS = ("Korrigan 7", "Velvetine 2", "Ossify 4", "Tessaro 5", "Brindle 3", "Marlpit 9", "Quokka 6")


def test_nothing_of_500_attacks_gets_into_a_post(world: World, start: Start) -> None:
    """Over real HTTP, each question answered by another seed; whatever is told, the post is the templates' own."""
    world.channel = written_by_llm(world.channel, per_day=Decimal(1_000), per_month=Decimal(1_000))
    news = [
        (f"maker{n}", f"Introducing {name}, an open model with {n}M context.") for n, name in enumerate(PRODUCTS, 2)
    ]
    world.write(0, *KITE, *BANK, *news)
    run = world.analyse(0)
    facts, told = world.read(run), list[str]()

    def malicious(things: list[Thing], number: int) -> Reply:
        false = list(attacks(number)(things))
        told.extend(what for what, _ in false)
        return say([claim for _, claim in false])

    model = start(malicious)
    plain = render_post(compose(facts, world.channel))
    while len(told) < 500:
        endpoint = read_endpoint("llm", {"AIRFLOW_CONN_LLM": f"{model.connection}-{len(told)}"})
        assert endpoint is not None
        asker = Asker(world.channel, run, endpoint, client.ask)
        assert render_post(compose(facts, world.channel, asker)) == plain, told[-20:]
    assert len(set(told)) == 16
    start(well)
    assert render_post(compose(facts, world.channel, asker)) == plain  # what was kept of the last attack is judged anew
