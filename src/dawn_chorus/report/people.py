"""Who is speaking: how an account is introduced, and whether it speaks for the thing it speaks of."""

import re
from collections.abc import Iterable, Sequence

from dawn_chorus.channel import Channel
from dawn_chorus.report.escape import plain
from dawn_chorus.report.excerpts import is_wide, width
from dawn_chorus.report.facts import Account
from dawn_chorus.text.keys import key_of
from dawn_chorus.text.lexicon import known_names

ROLE_WIDTH = 48  # a role is a short phrase, not a life
SHORTEST_KEY = 4  # shorter keys ("ai", "x") occur in every other handle

_CLAUSES = re.compile(
    r"https?://\S+|[|•·、,，;；。.!?/\n\u2022()（）【】「」]|\s[-–—]\s|[\u2600-\u27bf\U0001f000-\U0001faff]+"
)
_ROLE = re.compile(
    r"(?<![a-z])(?:co-?founder|founder|ceo|cto|coo|chief|president|chair(?:man|woman)?|director|vp|head of|professor"
    r"|prof|researcher|scientist|engineer|economist|partner|investor|editor|reporter|journalist|author|developer)(?![a-z])"
    r"|创始人|创办人|首席|总裁|教授|研究员|工程师|科学家|开发者|投资人|合伙人|主编|记者|作者|博主|产品经理",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:ex|former|formerly|prev|previously|past)\b|^前|前\w{0,6}(?:创始人|首席)", re.IGNORECASE)


def introduction(account: Account, channel: Channel) -> tuple[str, str]:
    """Name and role of an account: from the channel's roster, else the handle and what the profile says, if short.

    In an English report no role is told that is written in Chinese.
    """
    entry = channel.roster_by_handle.get(account.handle.lower())
    if entry is not None:
        name, role = entry.called(channel.language)
        return plain(name), plain(role)
    role = _role_in(account.description)
    return account.handle, role if channel.language == "zh" or not is_wide(role) else ""


def _role_in(description: str) -> str:
    """The first clause of a profile that names a present role; empty where there is none."""
    for clause in _CLAUSES.split(description):
        role = plain(clause).strip(" :：-–—+&@｜|")
        if _ROLE.search(role) and not _PAST.search(role) and 6 <= width(role) <= ROLE_WIDTH:
            return role
    return ""


def is_company(account: Account, channel: Channel) -> bool:
    """Whether the account speaks for a company or lab: the roster says so, or it bears the name of a known one."""
    entry = channel.roster_by_handle.get(account.handle.lower())
    if entry is not None:
        return entry.is_vendor
    return any(
        key_of(name) in known_names() for name in (account.handle, account.name) if len(key_of(name)) >= SHORTEST_KEY
    )


def is_official(account: Account, names: Iterable[str]) -> bool:
    """Whether the account bears the name of what it speaks of, as ``lumen_ai`` does for ``Lumen 3``."""
    own = {key_of(account.handle), key_of(account.name)}
    roots = {root for name in names for root in _roots(name)}
    return any(
        key.startswith(root) or root.startswith(key) for key in own for root in roots if len(key) >= SHORTEST_KEY
    )


def _roots(name: str) -> Sequence[str]:
    """Keys of a name and of its first word, without versions; too short ones left out."""
    words = [key_of(word) for word in re.split(r"[\s_.-]+", name) if not word[:1].isdigit()]
    return [key for key in {key_of(name), *words[:1]} if len(key) >= SHORTEST_KEY]
