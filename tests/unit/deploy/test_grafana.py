"""The dashboard asks for metrics that there are."""

import json
import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
DASHBOARD = json.loads((REPOSITORY / "deploy" / "grafana.json").read_text(encoding="utf-8"))
QUERY = (REPOSITORY / "sql" / "runs" / "count_rows.sql").read_text(encoding="utf-8")


def test_what_is_counted_is_shown_and_nothing_else_of_ours() -> None:
    asked = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    shown = {name for query in asked for name in re.findall(r"airflow_dawn_chorus_\.\+_([a-z]+)", query)}
    assert shown == set(re.findall(r"\)\s+AS ([a-z]+)", QUERY))


def test_panels_lie_beside_each_other() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)
