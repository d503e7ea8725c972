"""YAML files that people edit: channels, lexicons, language packs; read safely and strictly."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from dawn_chorus.errors import ChorusError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, ten times as fast, where PyYAML has it


class _UniqueKeys(_Loader):  # type: ignore[misc]
    """YAML in which a key written twice is an error: the first would be silently ignored."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice} is written twice", node.start_mark)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def read_mapping(path: Path, failure: type[ChorusError] = ChorusError) -> dict[str, Any]:
    """The mapping that a file holds. Raises ``failure``, naming the file."""
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join((getattr(error, "strerror", None) or str(error)).split())
        raise failure(f"{path}: cannot be read: {reason}", remedy="Mend the YAML, or restore the file.") from None
    if not isinstance(document, dict):
        raise failure(f"{path}: is not a mapping of settings.", remedy="Copy one beside it and edit it, or restore it.")
    return document
