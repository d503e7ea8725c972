"""A post that replaces another says so once, and knows itself again."""

import datetime as dt

import pytest
import yaml

from dawn_chorus.publish.revision import MARK, Reviser, revisions, unrevised

FIRST = b'---\ntitle: "a"\nlast: "b"\n---\n\nQuokkas sing.\n'
SECOND, THIRD = FIRST.replace(b"sing", b"dance"), FIRST.replace(b"sing", b"sleep")
ZONE = dt.timezone(dt.timedelta(hours=8))


def reviser(day: int, why: str = "input") -> Reviser:
    return Reviser("zh", dt.datetime(2026, 3, day, 10, 12, 30, tzinfo=ZONE), why)


def front_matter(post: bytes) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(post.decode().split("---\n")[1])
    return found


def test_a_revision_is_in_the_front_matter_and_at_the_foot() -> None:
    post = reviser(5).revise(SECOND, [FIRST])
    assert front_matter(post) == {
        "title": "a",
        "last": "b",
        "last_modified_at": "2026-03-05 10:12:30 +0800",
        "revisions": ["2026-03-05 10:12:30 +0800 input"],
    }
    assert post.decode().endswith(
        f"Quokkas dance.\n\n{MARK}\n\n*修订*：2026-03-05 10:12 推文有变（迟到或已被删除，包括此前几日的）。\n"
    )


def test_what_was_revised_can_be_taken_off_again() -> None:
    assert unrevised(reviser(5).revise(SECOND, [FIRST])) == SECOND
    assert unrevised(FIRST) == FIRST


def test_the_same_post_again_is_left_as_it_is_on_the_blog() -> None:
    revised = reviser(5).revise(SECOND, [FIRST])
    assert reviser(6).revise(SECOND, [revised]) == revised
    assert reviser(6).revise(FIRST, [FIRST]) == FIRST


@pytest.mark.parametrize("end", [b"", b"\n\n", b" \n"])
def test_how_a_post_ends_does_not_matter(end: bytes) -> None:
    post = SECOND.rstrip() + end
    revised = reviser(5).revise(post, [FIRST])
    assert reviser(6).revise(post, [revised]) == revised


def test_revisions_add_up_also_on_the_way_back() -> None:
    post = reviser(5).revise(SECOND, [FIRST])
    post = reviser(6, "settings").revise(THIRD, [post])
    post = reviser(7, "code").revise(FIRST, [post])
    assert [entry.split()[-1] for entry in revisions(post)] == ["input", "settings", "code"]
    assert post.decode().count(MARK) == 1
    assert post.decode().count("2026-03-0") == 4 + 3
    assert unrevised(post) == FIRST


def test_an_open_proposal_of_the_same_post_keeps_its_moment() -> None:
    proposed = reviser(5).revise(SECOND, [FIRST])
    assert reviser(6).revise(SECOND, [FIRST, proposed]) == proposed
    again = reviser(6).revise(THIRD, [FIRST, proposed])
    assert revisions(again) == ["2026-03-06 10:12:30 +0800 input"]


@pytest.mark.parametrize(
    "line",
    [
        b"revisions: [1, null]",
        b"revisions: [[",
        b'revisions: ["{{ site.title }}"]',
        b'revisions: ["2026-03-05 10:12:30 +0800 whim"]',
        b"revisions: 7",
    ],
)
def test_revisions_that_are_none_are_forgotten(line: bytes) -> None:
    old = FIRST.replace(b'last: "b"', line)
    assert revisions(old) == []
    assert len(revisions(reviser(5).revise(SECOND, [old]))) == 1


@pytest.mark.parametrize("old", [b"", b"no front matter", b"\xff\xfe", b"---\nrevisions: []"])
def test_whatever_was_there_is_replaced(old: bytes) -> None:
    assert unrevised(reviser(5).revise(SECOND, [old])) == SECOND
