"""What is imported when: a DAG file and `chorus --help` must not wait for the libraries of the analysis."""

import json
import subprocess
import sys
from importlib.metadata import distributions

import pytest

HEAVY = {"sklearn", "scipy", "numpy", "pandas", "jieba", "igraph", "wordcloud", "PIL", "matplotlib", "airflow"}
LIST = "import sys, json, importlib; importlib.import_module(sys.argv[1]); print(json.dumps(sorted(sys.modules)))"


def imported_by(module: str) -> set[str]:
    """The top-level modules that a fresh process has after an import."""
    command = [sys.executable, "-c", LIST, module]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize(
    "module", ["dawn_chorus.pipeline", "dawn_chorus.cli", "dawn_chorus.channel", "dawn_chorus.database.prepare"]
)
def test_the_path_is_light_until_a_stage_is_entered(module: str) -> None:
    loaded = imported_by(module)
    assert "dawn_chorus" in loaded
    assert loaded & HEAVY == set(), "import it in the function of dawn_chorus/pipeline.py that needs it"


@pytest.mark.parametrize("module", ["dawn_chorus.report.stage", "dawn_chorus.report.llm.asking"])
def test_no_client_of_a_language_model_is_imported_before_one_is_asked(module: str) -> None:
    assert imported_by(module) & {"pydantic_ai", "openai", "httpx2", "tiktoken"} == set()


@pytest.mark.parametrize("stage", ["topics", "accounts", "report"])
def test_no_stage_imports_airflow(stage: str) -> None:
    assert "airflow" not in imported_by(f"dawn_chorus.{stage}.stage")


def test_the_package_is_installed_once() -> None:
    ours = [each for each in distributions() if each.name == "dawn-chorus"]
    assert len(ours) == 1, "Airflow finds its plugin in each and reports an error: rm -rf src/*.egg-info, or make setup"
