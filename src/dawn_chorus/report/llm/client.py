"""One question to an OpenAI-compatible endpoint, by pydantic-ai: bounded in time, bytes and tokens, without tools.

Only this module imports pydantic-ai, and only where an endpoint is set.
"""

import asyncio
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import httpx2
from pydantic_ai import Agent, PromptedOutput
from pydantic_ai.exceptions import AgentRunError, ModelHTTPError, UnexpectedModelBehavior, UserError
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from dawn_chorus.connection import LOOPBACK
from dawn_chorus.report.llm.answer import Answer
from dawn_chorus.report.llm.endpoint import Endpoint
from dawn_chorus.report.llm.request import Request

ANSWER_SECONDS = 180.0  # for one question, waits for the rate limit included
OUTPUT_TOKENS = 6_000  # ten claims of 200 tokens, and room for a model that thinks aloud
MOST_BYTES = 1_000_000  # an answer of so many tokens has about 30 kB
TEMPERATURE = 0.0
MOST_TOKENS = 1_000_000_000  # what an endpoint may claim to have counted

Failure = Literal["malformed", "refused", "unavailable"]


class NoAnswerError(Exception):
    """A question without an answer that can be used; ``failure`` says of which sort."""

    def __init__(self, failure: Failure, words: str) -> None:
        super().__init__(f"{failure}: {words}")
        self.failure = failure


@dataclass(frozen=True)
class Reply:
    """An answer, unchecked, and the tokens that it took as the endpoint counts them, 0 where it does not."""

    answer: Answer
    input_tokens: int
    output_tokens: int


class _TooLargeError(httpx2.TransportError):
    """An answer that goes on and on."""


class _BoundedStream(httpx2.AsyncByteStream):
    """A body that fails when it grows too large."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Pass the pieces on."""
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise _TooLargeError(f"its answer has more than {MOST_BYTES:,} bytes")
            yield piece

    async def aclose(self) -> None:
        """Close the body."""
        await self._stream.aclose()


class _Bounded(httpx2.AsyncHTTPTransport):
    """The network, with answers of bounded size; packed ones are refused, since they may unpack to anything."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request that asks for plain bytes."""
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _TooLargeError("its answer is packed, though plain bytes were asked for")
        response.stream = _BoundedStream(response.stream)  # type: ignore[arg-type]
        return response


def ask(endpoint: Endpoint, request: Request, seconds: float = ANSWER_SECONDS) -> Reply:
    """The answer to a request, in the given time. Raises NoAnswerError, whose words never hold the key."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydantic-ai warns of counts of tokens that are none
            return asyncio.run(asyncio.wait_for(_ask(endpoint, request), seconds))
    except TimeoutError:
        raise NoAnswerError("unavailable", f"no answer within {seconds:.0f} s") from None
    except ModelHTTPError as error:
        failure: Failure = (
            "unavailable" if error.status_code in (408, 409, 429) or error.status_code >= 500 else "refused"
        )
        raise NoAnswerError(failure, f"HTTP {error.status_code}") from None
    except UnexpectedModelBehavior:
        raise NoAnswerError("malformed", "no JSON of the form asked for") from None
    except (AgentRunError, UserError, httpx2.HTTPError, OSError) as error:
        words = endpoint.key.hide(" ".join(str(error).split())[:200])
        raise NoAnswerError("unavailable", words or type(error).__name__) from None


async def _ask(endpoint: Endpoint, request: Request) -> Reply:
    is_local = urlsplit(endpoint.base_url).hostname in LOOPBACK
    http = httpx2.AsyncClient(
        transport=_Bounded(), trust_env=not is_local, follow_redirects=False, timeout=httpx2.Timeout(ANSWER_SECONDS)
    )
    async with http:
        provider = OpenAICompatibleProvider(
            "llm", base_url=endpoint.base_url, api_key=endpoint.key.reveal(), http_client=http
        )
        agent = Agent(
            OpenAIChatModel(endpoint.model, provider=provider),
            output_type=PromptedOutput(Answer),
            instructions=request.instructions,
            retries=0,
            model_settings=ModelSettings(temperature=TEMPERATURE, max_tokens=OUTPUT_TOKENS),
        )
        result = await agent.run(request.data, usage_limits=UsageLimits(request_limit=1))
        usage: RunUsage = result.usage
        return Reply(result.output, _sane(usage.input_tokens), _sane(usage.output_tokens))


def _sane(tokens: int | None) -> int:
    return min(max(int(tokens or 0), 0), MOST_TOKENS)
