"""Ask the language model for a run before its report is written: nothing twice, within the budget, never in the way.

Each answer is kept in a transaction of its own as soon as it is there, so a task that is killed has paid for one answer
at most; writing the report then reads the kept answers only. Whatever fails, templates write what is missing.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.runs import Run
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.report.llm.answer import Answer
from dawn_chorus.report.llm.endpoint import Endpoint, read_endpoint
from dawn_chorus.report.llm.request import Request
from dawn_chorus.report.llm.writer import Ask, Outcome

if TYPE_CHECKING:
    from dawn_chorus.report.llm.client import Reply

PER = Decimal(1_000_000)  # tokens that a price is for
TRIES = 2  # of a question whose answer was no JSON
OUTPUT_TOKENS = 6_000  # dearest answer, as the client asks for at most

log = logging.getLogger("dawn_chorus.llm")


def endpoint_of(channel: Channel) -> Endpoint | None:
    """Where a channel's language model answers; None where templates write, also for want of a right Connection."""
    if channel.writer != "llm":
        return None
    try:
        return read_endpoint(channel.llm.connection)
    except ChorusError as error:
        log.warning("%s: templates write: %s %s", channel.name, error.message, error.remedy)
        return None


def kept_answers(connection: sa.Connection, channel: Channel, endpoint: Endpoint) -> Ask:
    """Answers that were paid for, and no others."""

    def look(request: Request) -> Answer | None:
        parameters = {"channel": channel.name, "answer_key": request.key(endpoint.model)}
        row = connection.execute(statement("report/read_answer"), parameters).one_or_none()
        return None if row is None else Answer.model_validate(row.answer)

    return look


@dataclass
class Asker:
    """Asks what is not kept yet. ``send``: one question over the network; after a failure no other is sent."""

    channel: Channel
    run: Run
    endpoint: Endpoint
    send: "Callable[[Endpoint, Request], Reply]"
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    is_down: bool = field(default=False, init=False)
    sent: int = field(default=0, init=False)

    def __call__(self, request: Request) -> Answer | None:
        """The kept answer, else a new one; None where there is none to be had."""
        with transaction("reader") as connection:
            kept = kept_answers(connection, self.channel, self.endpoint)(request)
        for _ in range(TRIES):
            if kept is not None or self.is_down or not self._may_pay(request):
                break
            kept = self._ask(request)
        return kept

    def _ask(self, request: Request) -> Answer | None:
        from dawn_chorus.report.llm.client import NoAnswerError

        call_id = self._book(request)
        self.sent += 1
        try:
            reply = self.send(self.endpoint, request)
        except NoAnswerError as error:
            self._mark(call_id, error.failure, request.tokens, OUTPUT_TOKENS if error.failure == "malformed" else 0)
            self.is_down = error.failure != "malformed"
            log.warning("%s: the language model gives no answer: %s", self.channel.name, error)
            return None
        self._keep(call_id, request, reply)
        return reply.answer

    def _keep(self, call_id: int, request: Request, reply: "Reply") -> None:
        """Mark the call and keep its answer, together."""
        used = reply.input_tokens or request.tokens, reply.output_tokens or OUTPUT_TOKENS
        row = {
            "channel": self.channel.name,
            "answer_key": request.key(self.endpoint.model),
            "tweet_ids": request.tweet_ids,
            "answer": reply.answer.model_dump_json().replace("\\u0000", ""),
        }
        with transaction("analyst") as connection:
            connection.execute(statement("report/mark_call"), self._outcome(call_id, "answered", *used))
            connection.execute(statement("report/insert_answer"), row)

    def _book(self, request: Request) -> int:
        row = {
            "channel": self.channel.name,
            "run_id": self.run.run_id,
            "model": self.endpoint.model,
            "answer_key": request.key(self.endpoint.model),
            "input_tokens": request.tokens,
            "output_tokens": OUTPUT_TOKENS,
            "cost_usd": self._cost(request.tokens, OUTPUT_TOKENS),
        }
        with transaction("analyst") as connection:
            return int(connection.execute(statement("report/insert_call"), row).scalar_one())

    def _mark(self, call_id: int, outcome: str, input_tokens: int, output_tokens: int) -> None:
        with transaction("analyst") as connection:
            row = self._outcome(call_id, outcome, input_tokens, output_tokens)
            connection.execute(statement("report/mark_call"), row)

    def _outcome(self, call_id: int, outcome: str, input_tokens: int, output_tokens: int) -> dict[str, object]:
        return {
            "call_id": call_id,
            "outcome": outcome,
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "cost_usd": self._cost(input_tokens, output_tokens),
        }

    def _cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        """In US dollars, as far as the column reaches."""
        llm = self.channel.llm
        return min((input_tokens * llm.input_price + output_tokens * llm.output_price) / PER, Decimal(999_999))

    def _may_pay(self, request: Request) -> bool:
        """Whether the request at its dearest fits into what is left of the budget."""
        begin = self.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        moments = {"day_begin": begin, "month_begin": begin.replace(day=1)}
        with transaction("reader") as connection:
            spent = connection.execute(
                statement("report/read_llm_spent"), {"channel": self.channel.name, **moments}
            ).one()
        llm, cost = self.channel.llm, self._cost(request.tokens, OUTPUT_TOKENS)
        left = min(llm.per_day - spent.today, llm.per_month - spent.this_month)
        if cost > left:
            self.is_down = True
            log.warning(
                "%s: the next question to the language model could cost $%.4f, and $%.4f of llm.per_day and"
                " llm.per_month is left; templates write the rest",
                self.channel.name,
                cost,
                max(left, Decimal(0)),
            )
        return bool(cost <= left)


def ask(channel: Channel, run: Run) -> None:
    """Ask for the claims of a run's report, as far as there is an endpoint; a failure is a line in the log."""
    endpoint = endpoint_of(channel)
    if endpoint is None:
        log.info("%s: there is no Connection %s to use, so templates write", channel.name, channel.llm.connection)
        return
    try:
        from dawn_chorus.report.llm.client import ask as send
    except ImportError:
        log.warning("%s: pydantic-ai is not installed, so templates write; `make llm` adds it", channel.name)
        return
    asker = Asker(channel, run, endpoint, send)
    _tell(channel, asker, _find(channel, run, asker))


def _find(channel: Channel, run: Run, asker: Asker) -> Outcome:
    """Go through the questions of the report; the answers are kept on the way."""
    from dawn_chorus.report.read import read_facts
    from dawn_chorus.report.stage import claims_of

    with transaction("reader") as connection:
        facts = read_facts(connection, channel, run)
    return claims_of(facts, channel, asker)


def _tell(channel: Channel, asker: Asker, outcome: Outcome) -> None:
    refused = ", ".join(f"{number} {reason}" for reason, number in sorted(outcome.refused.items())) or "none"
    log.info(
        "%s %s: %d claims of %s stand, refused: %s; %d calls, about %d input tokens",
        channel.name,
        asker.run.window,
        len(outcome.claims),
        asker.endpoint.model,
        refused,
        asker.sent,
        outcome.tokens,
    )
