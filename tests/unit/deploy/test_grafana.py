"""The dashboard asks for metrics that there are."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).resolve().parents[3]
DASHBOARD = json.loads((REPOSITORY / "deploy" / "grafana.json").read_text(encoding="utf-8"))
REGISTRY = "_shared/observability/metrics/metrics_template.yaml"
QUERY = (REPOSITORY / "sql" / "runs" / "count_rows.sql").read_text(encoding="utf-8")


def test_what_is_counted_is_shown_and_nothing_else_of_ours() -> None:
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    shown = {name for query in asked for name in re.findall(r"airflow_dawn_chorus_\.\+_([a-z]+)", query)}
    assert shown == set(re.findall(r"\)\s+AS ([a-z]+)", QUERY))


def test_panels_lie_beside_each_other() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_what_it_asks_of_airflow_is_in_airflows_own_list() -> None:
    package = find_spec("airflow")
    assert package is not None
    (folder,) = package.submodule_search_locations or ()
    known = yaml.safe_load((Path(folder) / REGISTRY).read_text(encoding="utf-8"))["metrics"]
    names = {f"airflow_{metric['name'].replace('.', '_')}" for metric in known}
    asked = " ".join(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    theirs = set(re.findall(r"\bairflow_(?!dawn_chorus)[a-z_]+", asked))
    assert len(theirs) > 5
    assert theirs - names == set()
