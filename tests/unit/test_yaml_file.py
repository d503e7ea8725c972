"""YAML files: read safely, and every fault named with the file."""

from pathlib import Path

import pytest

from dawn_chorus.errors import ChannelError, ChorusError
from dawn_chorus.yaml_file import read_mapping


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write into."""
    return tmp_path / "some.yaml"


def test_a_mapping_is_read_with_its_types(file: Path) -> None:
    file.write_text("名: [一, two, 3]\nnested: {yes: 1.5}\n", encoding="utf-8")
    assert read_mapping(file) == {"名": ["一", "two", 3], "nested": {True: 1.5}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: 1\nb: 2\na: 3\n", "the key a is written twice"),
        (b"x: {a: 1, a: 2}\n", "the key a is written twice"),
        (b"a: [1,\n", "cannot be read"),
        (b"a: \xff\n", "cannot be read"),
        (b"- a\n- b\n", "is not a mapping"),
        (b"", "is not a mapping"),
        (b"a: !!python/object/apply:os.system [true]\n", "could not determine a constructor"),
    ],
)
def test_a_fault_is_one_line_that_names_the_file(file: Path, content: bytes, told: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ChorusError, match=told) as caught:
        read_mapping(file)
    assert caught.value.message.startswith(f"{file}: ")
    assert "\n" not in caught.value.message


def test_a_missing_file_fails_as_its_reader_asks(file: Path) -> None:
    with pytest.raises(ChannelError, match="No such file"):
        read_mapping(file, ChannelError)
