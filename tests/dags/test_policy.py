"""House rules for DAGs; each message says how to mend what it finds."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((REPOSITORY / "dags").glob("*.py"))
MOST_LINES = 120
PARSE_SECONDS = 1.0

DESCRIBE = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from airflow.dag_processing.dagbag import DagBag
import pydantic, yaml, sqlalchemy
began = time.process_time()
bag = DagBag("dags")
seconds = time.process_time() - began
HEAVY = ("sklearn", "scipy", "pandas", "jieba", "graspologic_native", "wordcloud", "PIL")
heavy = [name for name in HEAVY if name in sys.modules]
dags = [
    dict(
        dag_id=dag.dag_id, doc=dag.doc_md, tags=sorted(dag.tags), description=dag.description,
        catchup=dag.catchup,
        max_active_runs=dag.max_active_runs, groups=sorted(g for g in dag.task_group_dict if g),
        params={key: [dag.params.get_param(key).schema.get("title"), dag.params.get_param(key).description]
                for key in dag.params},
        tasks=[
            dict(
                id=t.task_id, owner=t.owner, retries=t.retries, timeout=str(t.execution_timeout),
                tells=bool(t.on_failure_callback),
            )
            for t in dag.tasks
        ],
    )
    for dag in bag.dags.values()
]
print(json.dumps(dict(errors=bag.import_errors, seconds=seconds, heavy=heavy, dags=dags)))
"""

PLUGIN = """
import json, sys, warnings
warnings.simplefilter("ignore")
from airflow import plugins_manager
apps, _ = plugins_manager.get_fastapi_plugins()
views, _ = plugins_manager._get_ui_plugins()
loaded = sorted(name for name in sys.modules if name.startswith("dawn_chorus.ui"))
views = {view["destination"]: view["href"] for view in views}
print(json.dumps(dict(apps={app["name"]: app["url_prefix"] for app in apps}, views=views, loaded=loaded)))
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a fresh process finds in the DAG folder."""
    home = tmp_path_factory.mktemp("airflow")
    found = _told(DESCRIBE, home)
    assert not (home / "chorus").exists(), "parsing wrote under CHORUS_HOME: do nothing at import"
    return found


def _told(program: str, home: Path) -> dict[str, Any]:
    """What a fresh Python with an Airflow of its own prints last."""
    env = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(REPOSITORY / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        "CHORUS_HOME": str(home / "chorus"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_every_file_parses(parsed: dict[str, Any]) -> None:
    assert parsed["errors"] == {}


def test_parsing_is_quick_and_light(parsed: dict[str, Any]) -> None:
    assert parsed["heavy"] == [], "import it inside the stage that needs it; see pipeline.py"
    assert parsed["seconds"] < PARSE_SECONDS, "a DAG file does work at import; move it into a task"


def test_there_is_one_dag_for_each_channel(parsed: dict[str, Any]) -> None:
    channels = {path.stem for path in (REPOSITORY / "include" / "channels").glob("*.yaml")}
    assert {dag["dag_id"] for dag in parsed["dags"]} == channels | {"maintenance"}


def test_every_dag_explains_itself(parsed: dict[str, Any]) -> None:
    for dag in parsed["dags"]:
        where = dag["dag_id"]
        assert dag["doc"].startswith("# "), f"{where}: begin the module docstring with a heading; it is the doc_md"
        for word in ("**Schedule**", "**When it fails**", "**Running it again is safe"):
            assert word in dag["doc"], f"{where}: say {word} in the module docstring"
        assert dag["description"], f"{where}: give description="
        assert "dawn-chorus" in dag["tags"], f"{where}: add the tag dawn-chorus"
        for key, (title, description) in dag["params"].items():
            assert title and description, f"{where}: parameter {key} needs a title and a description"  # noqa: PT018


def test_every_task_has_owner_retries_and_timeout(parsed: dict[str, Any]) -> None:
    for dag in parsed["dags"]:
        assert dag["catchup"] is False, f"{dag['dag_id']}: catchup=False; backfills are asked for"
        assert dag["max_active_runs"] == 1, f"{dag['dag_id']}: days give the next ones context, so max_active_runs=1"
        for task in dag["tasks"]:
            where = f"{dag['dag_id']}.{task['id']}"
            assert task["owner"] == "dawn-chorus", f"{where}: set the owner in DEFAULTS"
            assert task["retries"] >= 1, f"{where}: set retries in DEFAULTS"
            assert task["timeout"] != "None", f"{where}: set execution_timeout in DEFAULTS"
            assert task["tells"], f"{where}: set on_failure_callback in default_args; nobody would hear of its failure"


def test_a_channel_has_the_five_stages(parsed: dict[str, Any]) -> None:
    for dag in parsed["dags"]:
        if dag["dag_id"] != "maintenance":
            assert dag["groups"] == ["accounts", "ingest", "publish", "report", "topics"]


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.name)
def test_a_dag_file_only_wires(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES, f"{path.name}: move logic to src/dawn_chorus"
    tasks = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and _is_task(node)]
    assert tasks, f"{path.name}: no @task found"
    for node in tasks:
        lines = node.body[-1].end_lineno - node.body[0].lineno + 1  # type: ignore[operator]
        assert lines <= 4, f"{path.name}: {node.name} has {lines} lines; a task calls dawn_chorus and no more"


def test_the_plugin_is_there_and_loads_nothing_in_processes_that_show_no_page(tmp_path: Path) -> None:
    found = _told(PLUGIN, tmp_path)
    assert found["apps"] == {"Dawn Chorus": "/dawn-chorus"}
    assert set(found["views"]) == {"nav", "dag", "dag_run"}
    assert all(href.startswith("dawn-chorus/") for href in found["views"].values())
    assert found["loaded"] == [], "import what the pages need inside plugins/chorus_ui.py's functions"


def _is_task(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator).split("(")[0] == "task" for decorator in node.decorator_list)
