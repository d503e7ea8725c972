"""Cutting JSON: at msgspec's speed where it is sound, by the scanner where one part is not."""

import itertools
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dawn_chorus.ingest import splitting

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
BROKEN = [b'{"a": "\\ud83d"}', b'{"a": NaN}', b'{"a": "\xff"}', b'{"a": "x\x01y"}', b'{"a": "\\q"}', b'{"a": 01}']


@settings(max_examples=40)
@given(st.lists(JSON, max_size=6))
def test_the_scanner_cuts_like_the_parser(values: list[object]) -> None:
    array = json.dumps(values).encode()
    by_scanner = [json.loads(part) for part in splitting._inside([array])]
    assert by_scanner == values == [json.loads(part) for part in splitting.elements(array)]


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=6))
def test_the_scanner_finds_the_same_members(values: dict[str, object]) -> None:
    document = json.dumps(values).encode()
    by_scanner = {key: json.loads(part) for key, part in splitting._pairs(document)}
    assert by_scanner == values == {key: json.loads(part) for key, part in splitting.members(document).items()}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_element_leaves_its_neighbours_alone(broken: bytes) -> None:
    array = b'[{"a": 1}, ' + broken + b' , {"a": [2, {"b": "],"}]}]'
    assert splitting.elements(array) == [b'{"a": 1}', broken, b'{"a": [2, {"b": "],"}]}']


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_member_leaves_its_neighbours_alone(broken: bytes) -> None:
    document = b'{"first": [1, 2], "second": ' + broken + b', "third": {"c": 3}}'
    assert splitting.members(document) == {"first": b"[1, 2]", "second": broken, "third": b'{"c": 3}'}


def test_a_member_without_a_readable_key_is_left_out() -> None:
    assert splitting.members(b'{"\\ud83d": 1, no key, "kept": NaN}') == {"kept": b"NaN"}


def test_what_is_cut_off_is_the_last_part() -> None:
    assert splitting.elements(b'[{"a": 1}, {"a": "half') == [b'{"a": 1}', b'{"a": "half']
    assert splitting.members(b'{"data": [{"id": "1"}, {"id": "2') == {"data": b'[{"id": "1"}, {"id": "2'}


def test_several_arrays_one_after_the_other_are_one_sequence() -> None:
    assert splitting.elements(b"[1, 2]\n[3]\n[]\n") == [b"1", b"2", b"3"]


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (b"", []),
        (b" null ", []),
        (b"[]", []),
        (b"[ ]", []),
        (b' {"id": 1} ', [b'{"id": 1}']),
        (b"[[1], [2]]", [b"[1]", b"[2]"]),
    ],
)
def test_few_elements_or_none(array: bytes, expected: list[bytes]) -> None:
    assert splitting.elements(array) == expected


def test_only_an_object_has_members() -> None:
    assert splitting.members(b"[1]") == splitting.members(b'"text"') == splitting.members(b"") == {}


def test_deep_nesting_does_not_overflow() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    assert splitting.elements(b"[" + deep + b", 7]") == [deep, b"7"]


def test_an_open_string_full_of_quotes_takes_linear_time() -> None:
    start = time.perf_counter()
    splitting.elements(b'["' + rb"\"[{," * 200_000)
    assert time.perf_counter() - start < 2


@given(values=st.lists(JSON, max_size=6), sizes=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_pieces_of_any_size_give_the_same_elements(values: list[object], sizes: list[int]) -> None:
    array = json.dumps(values, ensure_ascii=False).encode()
    cuts = itertools.accumulate(itertools.cycle(sizes), initial=0)
    within = itertools.takewhile(lambda cut: cut < len(array) + max(sizes), cuts)
    pieces = [array[start:end] for start, end in itertools.pairwise(within)]
    found = [json.loads(part) for part in splitting.streamed_elements(pieces)]
    assert found == values


def test_an_element_that_is_cut_off_by_the_end_comes_out_as_it_is() -> None:
    assert list(splitting.streamed_elements([b'[{"a": 1}, {"b', b'": "c\\', b'"d'])) == [b'{"a": 1}', b'{"b": "c\\"d']
