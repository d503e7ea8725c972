"""Jinja for posts: a template cannot print a value that has not passed the gate.

Every printed value goes through `escape.markdown`, also inside macros and `{% autoescape false %}`. `yaml` and
`attribute` write a value for those places, `isolated`
one that may run from right to left, `tweet_url(handle, id)` a link. Markdown that the project itself wrote is
marked with `trusted_markdown`, and grep finds every place that does so.
"""

from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Macro
from markupsafe import Markup

from dawn_chorus.report.escape import html_attribute, markdown, tweet_url, yaml_list, yaml_string
from dawn_chorus.report.scripts import has_right_to_left

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

# Built-in filters that print or unpack HTML without regard to Liquid and Markdown.
_UNSAFE_FILTERS = ("e", "escape", "forceescape", "safe", "striptags", "tojson", "urlize", "xmlattr")


class Trusted(Markup):
    """Markdown that may be printed as it stands. Text joined to it is escaped by the gate, not as HTML."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> Self:
        """Pass Trusted on, escape all else but keep one blank at its ends. `+`, `%` and `join` call this."""
        if isinstance(s, cls):
            return s
        text = str(s)
        if not text.strip():
            return cls(" " if text else "")
        head, tail = (" " if edge.isspace() else "" for edge in (text[0], text[-1]))
        return cls(f"{head}{markdown(text)}{tail}")


def trusted_markdown(text: str) -> Trusted:
    """Mark Markdown that the project itself wrote. Grep for this name to find every raw print."""
    return Trusted(text)


def environment(template_dir: Path) -> Environment:
    """Jinja for the Markdown templates in a folder: every printed value passes `markdown` unless Trusted.

    Macros, `{% set %}` blocks, `~` and `join` may be mixed with text. A missing variable raises; filters that
    know only HTML do not exist.
    """
    jinja = _GatedEnvironment(
        loader=FileSystemLoader(template_dir),
        autoescape=True,
        finalize=_print,  # even inside {% autoescape false %}
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in _UNSAFE_FILTERS:
        del jinja.filters[name]
    jinja.filters.update(
        isolated=_isolated, yaml=_yaml, attribute=_attribute, join=_join, trusted_markdown=trusted_markdown
    )
    jinja.globals["tweet_url"] = lambda handle, tweet_id: Trusted(tweet_url(handle, tweet_id))
    return jinja


def _print(value: object) -> Trusted:
    return value if isinstance(value, Trusted) else Trusted(markdown(str(value)))


def _concatenate(values: Iterable[object]) -> Trusted:
    return Trusted("").join(map(Trusted.escape, values))


def _join(values: Iterable[object], separator: str = "") -> str:
    """Join as Jinja does: text stays text, and passes the gate where it is printed, unless some of it is Trusted."""
    parts = [*values]
    if any(isinstance(part, Trusted) for part in (separator, *parts)):
        return Trusted.escape(separator).join(map(Trusted.escape, parts))
    return separator.join(map(str, parts))


def _yaml(value: str | Iterable[str]) -> Trusted:
    return Trusted(yaml_string(value) if isinstance(value, str) else yaml_list(value))


def _isolated(text: str) -> Trusted:
    """The text; where it runs from right to left an island, so that the words around it keep their places.

    The island's marks (first strong isolate, and its end) are what ``dir="auto"`` is to an element, without HTML.
    """
    shown = Trusted.escape(text)
    return Trusted(f"{FIRST_STRONG_ISOLATE}{shown}{POP_ISOLATE}") if has_right_to_left(text) else shown


def _attribute(text: str) -> Trusted:
    return Trusted(html_attribute(text))


class _Macro(Macro):
    """A macro whose result is Trusted: its body has passed the gate already."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        return Trusted(super()._invoke(arguments, autoescape=False))


class _GatedTemplate(Template):
    """A template whose code finds the gate under the names by which Jinja escapes for HTML."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - the name is Jinja's
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Make the template as Jinja does, then put the gate in place of HTML escaping."""
        template = super().from_code(environment, code, globals, uptodate)
        gate = {"Macro": _Macro, "Markup": Trusted, "markup_join": _concatenate, "escape": Trusted.escape}
        template.root_render_func.__globals__.update(gate)
        return template


class _GatedEnvironment(Environment):
    template_class = _GatedTemplate
