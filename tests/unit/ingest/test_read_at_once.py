"""A page or line that is read at once gives what parsing each of its records gives, whatever its bytes are."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest.formats import x_api_v2, x_api_v2_flat
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet
from dawn_chorus.ingest.rejection import Rejected

Maker = Callable[..., Any]
ID = 2_580_598_491_575_222_272  # noon of 2030-05-04 in Shanghai
COUNTS = ["like_count", "retweet_count", "repost_count", "impression_count"]

odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "501", "0501", 501, 501.0, -1, 2**63, "1e3", "５０１", True, [], {}, "\0", "\ud800"]
)
number = st.one_of(st.integers(0, 3).map(lambda n: str(ID + n)), odd)
account = st.one_of(st.sampled_from(["501", "502", "0501", "@x"]), odd)
text = st.one_of(st.sampled_from(["RT @nadiaverrin: plans", "#Plans @x $VRNT https://t.co/a", "e\u0301", "a\0b"]), odd)
when = st.one_of(st.sampled_from(["2030-05-04T04:00:00.000Z", "2030-05-04T12:00:00+08:00", "2030-05-05", "soon"]), odd)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


listed = some(
    mentions=st.lists(some(username=text, id=account), max_size=2),
    hashtags=st.lists(some(tag=text), max_size=2),
    urls=st.lists(some(url=text, expanded_url=text, media_key=text), max_size=2),
)
reference = some(type=st.sampled_from(["retweeted", "reposted", "quoted", "replied_to", "other"]), id=number)
tweet = st.builds(
    lambda whole, changes: whole | changes,
    st.fixed_dictionaries({"id": st.integers(0, 3).map(lambda n: str(ID + n)), "text": text, "author_id": account}),
    some(
        id=number, created_at=when, lang=text, conversation_id=number, in_reply_to_user_id=account,
        public_metrics=st.dictionaries(st.sampled_from(COUNTS), odd), entities=st.one_of(listed, odd),
        note_tweet=some(text=text, entities=listed), attachments=some(poll_ids=st.lists(text, max_size=1)),
        withheld=some(copyright=st.booleans(), country_codes=st.just(["XX"])),
        referenced_tweets=st.lists(reference, max_size=2), referenced_posts=st.lists(reference, max_size=2),
        edit_history_tweet_ids=st.lists(number, max_size=2), edit_history_post_ids=st.lists(number, max_size=2),
    ),
)  # fmt: skip
user = st.builds(
    lambda whole, changes: whole | changes,
    st.fixed_dictionaries({"id": account, "username": st.sampled_from(["Brindle_Labs", "nadiaverrin", "no handle"])}),
    some(name=text, description=text, verified=odd, public_metrics=some(followers_count=odd)),
)
includes = some(
    users=st.lists(user, max_size=3), tweets=st.lists(tweet, max_size=2), posts=st.lists(tweet, max_size=1),
    polls=st.lists(some(id=text, options=st.lists(some(label=text, position=odd), max_size=2)), max_size=1),
)  # fmt: skip
problem = some(resource_type=st.just("user"), resource_id=account, value=account, title=text)
pages = st.builds(
    lambda data, changes: {"data": data} | changes,
    st.lists(tweet, max_size=3),
    some(includes=st.one_of(includes, odd), errors=st.lists(problem, max_size=2), meta=odd, data=odd),
)
lines = st.builds(
    lambda whole, author, changes: whole | {"author": author} | changes,
    tweet,
    st.one_of(user, odd),
    some(
        referenced_tweets=st.lists(st.builds(lambda a, b, c: a | b | {"author": c}, tweet, reference, user), max_size=2)
    ),
)


def verdicts(records: Iterable[RawRecord | ReceivedTweet]) -> list[object]:
    """What becomes of each record: the tweet, or why not and when it was written."""
    return [record if isinstance(record, ReceivedTweet) else _verdict(record) for record in records]


def _verdict(record: RawRecord) -> object:
    try:
        return x_api_v2.parse(record)
    except Rejected as refusal:
        return refusal.reason, refusal.detail, refusal.created_at


@pytest.mark.parametrize(("known", "documents"), [(x_api_v2, pages), (x_api_v2_flat, lines)], ids=["page", "flat"])
@given(data=st.data())
def test_what_is_read_at_once_is_what_each_record_gives(known: Any, documents: Any, data: st.DataObject) -> None:
    document = json.dumps(data.draw(documents), ensure_ascii=data.draw(st.booleans())).encode(errors="surrogatepass")
    at = data.draw(st.integers(0, len(document)))
    cut = data.draw(st.sampled_from([b"", b"\0", b"\xff", b'"', b"\\", b"}", b"1", b"\\u0000"]))
    for content in (document, document[:at] + cut + document[at + len(cut) :]):
        assert verdicts(known.records(content)) == verdicts(known._cut(content))


def test_a_page_without_a_fault_is_read_at_once(page: Maker, element: Maker) -> None:
    document = json.dumps(page(element(), element(ID + 1))).encode()
    assert [type(each) for each in x_api_v2.records(document)] == [ReceivedTweet] * 2


def test_one_refused_record_has_all_of_its_page_parsed_one_by_one(page: Maker, element: Maker) -> None:
    document = json.dumps(page(element(), element(ID + 1, text=None))).encode()
    assert [type(each) for each in x_api_v2.records(document)] == [RawRecord] * 2
