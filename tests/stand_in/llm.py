"""A language model behind an OpenAI-compatible API on loopback: it behaves well, badly or maliciously, as told."""

import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from tests.stand_in.server import QuietServer

Claim = dict[str, Any]
Thing = Mapping[str, Any]

_SENTENCE = re.compile(r"[^。！？!?\n]+?(?:[。！？!?]|\.(?=\s|$)|$)")


@dataclass
class Reply:
    """One answer. ``content``: what the model says; ``body`` takes the place of the whole answer."""

    content: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = 0.0  # of silence before it
    endless: bool = False  # and then it goes on and on


Behaviour = Callable[[list[Thing], int], Reply]


class LlmStandIn:
    """A running model; use it as a context. ``asked`` holds the body of each request."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.ends = threading.Event()
        self._server = QuietServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"model": self}))

    @property
    def connection(self) -> str:
        """The Airflow Connection in its environment form."""
        return f"http://:sparrow-sparrow-key-1@127.0.0.1:{self._server.server_address[1]}/v1?model=thrush-1"

    def __enter__(self) -> "LlmStandIn":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ends.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    model: LlmStandIn

    def do_POST(self) -> None:
        """Answer a chat completion."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.model.asked.append(asked)
        self.model.keys.append(self.headers.get("Authorization", ""))
        reply = self.model.behave(things_of(asked), len(self.model.asked))
        self.model.ends.wait(reply.seconds)
        body = reply.body if reply.body is not None else completion(reply.content)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        if not reply.endless:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        while reply.endless and not self.model.ends.is_set():
            self.wfile.write(b" " * 65_536)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def completion(content: str, usage: Mapping[str, int] | None = None) -> bytes:
    """The body of a good answer."""
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": "thrush-1",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": usage or {"prompt_tokens": 1_200, "completion_tokens": 300, "total_tokens": 1_500},
        }
    ).encode()


def things_of(asked: Mapping[str, Any]) -> list[Thing]:
    """The things that a request tells of, as a model would read them."""
    for message in asked["messages"]:
        content = message["content"]
        text = content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
        if message["role"] == "user" and text.startswith('{"things"'):
            things: list[Thing] = json.loads(text)["things"]
            return things
    return []


def honest(thing: Thing) -> Claim:
    """A claim that may stand: who says something of what, with the first sentence of the first tweet."""
    tweet = thing["tweets"][0]
    words = next(match[0] for match in _SENTENCE.finditer(tweet["text"])).strip()
    sentence = f"{tweet['by']} 在推文里谈到了{thing['name'] and ' ' + thing['name']}。"
    return {"thing": thing["thing"], "sentence": sentence, "quotations": [{"tweet": tweet["tweet"], "words": words}]}


def say(claims: list[Claim]) -> Reply:
    """An answer with these claims."""
    return Reply(json.dumps({"claims": claims}, ensure_ascii=False))


def well(things: list[Thing], number: int) -> Reply:
    """Everything as asked."""
    return say([honest(thing) for thing in things])


# What nobody said, in every form: each of these words in a post would be a breach.
POISONS: Mapping[str, tuple[str, ...]] = {
    "number": ("987654 人", "98.76%", "$9,876 亿", "九百八十七亿美元", "四十二倍", "９８７６", "⑨⑧⑦", "百分之九十九"),
    "name": (
        "Zorblaxia",
        "zorblaxia corp",
        "@zorblaxia",
        "$ZRBX",
        "Zorblaxia-9",
        "ＺＯＲＢＬＡＸＩＡ",
        "Ζοrblαxia",
        "卓布拉克西",
    ),
    "known name": ("华为", "OpenAI", "GPT-9", "谷歌", "北京大学"),
    "liquid": ("{{ site.zorblaxia }}", "{% include zorblaxia %}", "{%- raw -%}zorblaxia"),
    "html": ("<script>zorblaxia()</script>", "<img src=x onerror=zorblaxia()>", "<!-- zorblaxia -->"),
    "markdown": ("[点这里](https://zorblaxia.example)", "![](javascript:zorblaxia)", "`zorblaxia`", "**zorblaxia**"),
    "link": ("https://zorblaxia.example/a", "www.zorblaxia.example"),
    "lines": ("\n\n---\nlayout: zorblaxia\n---\n", "\r\n# zorblaxia"),
    "yaml": ('"\ntitle: zorblaxia', "'; zorblaxia: |"),
}


def attacks(seed: int) -> Callable[[list[Thing]], Iterator[tuple[str, Claim]]]:
    """A malicious model by seed: for each thing a claim, and what is false of it."""
    chance = random.Random(seed)

    def attack(things: list[Thing]) -> Iterator[tuple[str, Claim]]:
        for thing in things:
            claim = honest(thing)
            what = chance.choice([*POISONS, *_FORGERIES])
            if what in POISONS:
                _poison(claim, chance.choice(POISONS[what]), chance)
            else:
                _FORGERIES[what](claim, thing, things, chance)
            yield what, claim

    return attack


def _poison(claim: Claim, word: str, chance: random.Random) -> None:
    """Put a word into the sentence, at its beginning, in it or at its end."""
    text = claim["sentence"]
    place = chance.choice([0, len(text) // 2, len(text) - 1, len(text)])
    claim["sentence"] = f"{text[:place]} {word} {text[place:]}"


Forgery = Callable[[Claim, Thing, list[Thing], random.Random], None]


def _other_tweet(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    claim["quotations"][0]["tweet"] = chance.choice(["t999a", "t0", "1", "99999999999999999999", "../t1a", ""])


def _altered(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    words = claim["quotations"][0]["words"]
    place = chance.randrange(len(words))
    claim["quotations"][0]["words"] = words[:place] + chance.choice("§¤¶") + words[place + 1 :]


def _invented(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    claim["quotations"][0]["words"] = f"zorblaxia {chance.random()}"


def _foreign(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    """Words of one thing as if another one's tweet had said them."""
    others = [other for other in things if other is not thing]
    if others:
        claim["quotations"][0]["words"] = honest(chance.choice(others))["quotations"][0]["words"] + "¶"


def _none(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    claim["quotations"] = []


def _many(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    claim["quotations"] *= chance.randint(2, 40)


def _long(claim: Claim, thing: Thing, things: list[Thing], chance: random.Random) -> None:
    claim["sentence"] = "他们说了很多话，" * chance.randint(40, 400)


_FORGERIES: Mapping[str, Forgery] = {
    "fabricated id": _other_tweet,
    "altered quotation": _altered,
    "invented quotation": _invented,
    "foreign quotation": _foreign,
    "no quotation": _none,
    "many quotations": _many,
    "endless sentence": _long,
}
