"""Jinja behind the gate: nothing is printed raw by accident."""

from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from dawn_chorus.report.escape import html_attribute, markdown, yaml_list, yaml_string
from dawn_chorus.report.gate import environment


def render(tmp_path: Path, template: str, **values: object) -> str:
    (tmp_path / "t.md.j2").write_text(template)
    return environment(tmp_path).get_template("t.md.j2").render(**values)


EVIL = "{{ site }} <b> *x*"
SAFE = markdown(EVIL)


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{{ x }}", SAFE),
        ("{{ x ~ '!' }} {{ 'a' ~ ' ' ~ x }}", f"{SAFE}&#33; a {SAFE}"),
        ("{{ [x, x] | join(' · ') }}", f"{SAFE} · {SAFE}"),
        ("{{ x | upper }}", markdown(EVIL.upper())),
        ("{% set y %}*{{ x }}*{% endset %}{{ y }}", f"*{SAFE}*"),
        ("{% macro m(v) %}**{{ v }}**{% endmacro %}{{ m(x) }}", f"**{SAFE}**"),
        ("{% macro m(v) %}_{{ v }}_{% endmacro %}{{ m(x) ~ x }}{{ m(x) + x }}", f"_{SAFE}_{SAFE}" * 2),
        ("{% macro m(v) %}_{{ v }}_{% endmacro %}{{ [m(x), x] | join(', ') }}", f"_{SAFE}_, {SAFE}"),
        ("{% macro m() %}_{{ caller() }}_{% endmacro %}{% call m() %}{{ x }}{% endcall %}", f"_{SAFE}_"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", SAFE),
        ("{{ '*%s*' | trusted_markdown | format(x) }}", f"*{SAFE}*"),
        ("{{ ('<i>' | trusted_markdown) + x }}", f"<i>{SAFE}"),
        ("{{ x | attribute }}", html_attribute(EVIL)),
        ("{{ x | yaml }} {{ [x] | yaml }}", f"{yaml_string(EVIL)} {yaml_list([EVIL])}"),
        ("{{ tweet_url(x, 7) }}", "https://x.com/i/web/status/7"),
        ("{{ 7 }} {{ 4.5 }}", "7 4.5"),
        ("{{ markup }}", markdown("<b>{{ x }}</b>")),
    ],
)
def test_nothing_is_printed_raw_by_accident(tmp_path: Path, template: str, written: str) -> None:
    markup = Markup("<b>{{ x }}</b>")  # safe for HTML is not safe for a post
    assert render(tmp_path, template, x=EVIL, markup=markup) == written


def test_only_the_marker_prints_raw(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ x | trusted_markdown }}\n", x="**ours**") == "**ours**\n"


@pytest.mark.parametrize("name", ["safe", "e", "escape", "forceescape", "tojson", "urlize", "xmlattr", "striptags"])
def test_filters_that_know_only_html_do_not_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(jinja2.TemplateAssertionError, match="No filter named"):
        render(tmp_path, f"{{{{ x | {name} }}}}", x="")


def test_a_missing_value_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        render(tmp_path, "{{ missing }}")


def test_included_and_extended_templates_pass_the_same_gate(tmp_path: Path) -> None:
    (tmp_path / "part.md.j2").write_text("<{{ x }}>")
    (tmp_path / "macros.md.j2").write_text("{% macro bold(v) %}**{{ v }}**{% endmacro %}")
    (tmp_path / "base.md.j2").write_text("[{% block body %}{% endblock %}]")
    template = (
        "{% extends 'base.md.j2' %}{% from 'macros.md.j2' import bold %}"
        "{% block body %}{% include 'part.md.j2' %}{{ bold(x) }}{% endblock %}"
    )
    assert render(tmp_path, template, x=EVIL) == f"[<{SAFE}>**{SAFE}**]"
