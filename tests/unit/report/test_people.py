"""Who is speaking, and for whom."""

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Account
from dawn_chorus.report.people import introduction, is_company, is_official


def account(handle: str, name: str = "", description: str = "") -> Account:
    return Account(f"@{handle.lower()}", handle, name or handle, description)


def test_the_roster_speaks_first(channel: Channel) -> None:
    assert introduction(account("NadiaVerrin", description="CEO of nothing"), channel) == ("Nadia Verrin", "独立研究者")


@pytest.mark.parametrize(
    ("description", "role"),
    [
        ("Co-founder & CEO @ossify, loves tea", "Co-founder & CEO @ossify"),
        ("dad | Research scientist at Korrigan | views my own", "Research scientist at Korrigan"),
        ("前青禾首席科学家。独立开发者，写博客", "独立开发者"),
        ("柯里根CEO、前 Ossify CTO、仗剑走天涯", "柯里根CEO"),
        ("ex-CEO at Ossify", ""),
        ("前 Ossify CTO", ""),
        ("tweets about frogs", ""),
        ("", ""),
        ("CEO " + "of a great many things " * 9, ""),
    ],
)
def test_else_the_profile_if_it_names_a_present_role(channel: Channel, description: str, role: str) -> None:
    assert introduction(account("someone", description=description), channel) == ("someone", role)


def test_a_hostile_profile_is_shown_plain(channel: Channel) -> None:
    name, role = introduction(account("x", description="CEO\u202e at\u200b Ossify {{ site }}"), channel)
    assert name == "x"
    assert "\u202e" not in role
    assert "\u200b" not in role


def test_companies(channel: Channel) -> None:
    assert is_company(account("brindlelabs"), channel)
    assert not is_company(account("nadiaverrin"), channel)
    assert is_company(account("openai"), channel), "the lexicon knows it, the roster of this channel does not"
    assert not is_company(account("someone"), channel)


@pytest.mark.parametrize(
    ("handle", "names", "official"),
    [
        ("tessaro_app", ["Tessaro"], True),
        ("tessaro", ["Tessaro Notes 2"], True),
        ("nadiaverrin", ["Tessaro"], False),
        ("ai", ["AI Digest"], False),
        ("someone", [], False),
    ],
)
def test_official_accounts_bear_the_name(handle: str, names: list[str], official: bool) -> None:
    assert is_official(account(handle), names) is official
