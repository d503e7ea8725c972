"""Errors that a user meets: one clear line, one remedy, and one common base that the command line knows."""

import inspect
import pickle

import pytest

from dawn_chorus import errors
from dawn_chorus.errors import ChorusError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ChorusError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_carries_a_message_and_a_remedy(kind: type[ChorusError]) -> None:
    error = kind("The inbox is empty.", remedy="Put files into it.")
    assert error.message == "The inbox is empty."
    assert error.remedy == "Put files into it."
    assert str(error) == "The inbox is empty.\n  → Put files into it."
    assert isinstance(error, ChorusError)


@pytest.mark.parametrize("kind", KINDS)
def test_no_error_can_be_raised_without_saying_what_to_do(kind: type[ChorusError]) -> None:
    with pytest.raises(TypeError, match="remedy"):
        kind("The inbox is empty.")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_when_it_is_raised(kind: type[ChorusError]) -> None:
    assert kind.__doc__
    assert kind.__doc__ != ChorusError.__doc__ or kind is ChorusError


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_the_way_from_one_process_to_another(kind: type[ChorusError]) -> None:
    error = pickle.loads(pickle.dumps(kind("The inbox is empty.", remedy="Put files into it.")))
    assert type(error) is kind
    assert (error.message, error.remedy) == ("The inbox is empty.", "Put files into it.")
