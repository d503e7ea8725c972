"""Addresses and Connections of object storage, and what tells one version of an object from another."""

import datetime as dt
import json
from typing import Any

import pytest

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.objects import version_of
from dawn_chorus.ingest.storage import is_remote, open_storage

NOW = dt.datetime(2030, 5, 5, tzinfo=dt.UTC)
REGION = {"AWS_REGION": "eu-north-1"}


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("s3://bucket/key", True),
        ("gs://bucket", True),
        ("memory://x", True),
        ("/data/tweets", False),
        ("data/a://b", False),
        ("C://x", False),
        ("{home}/inbox", False),
    ],
)
def test_an_address_begins_with_a_scheme(location: str, expected: bool) -> None:
    assert is_remote(location) is expected


@pytest.mark.parametrize(
    ("location", "path", "bucket"),
    [
        ("s3://drops/ai/", "drops/ai", "drops"),
        ("s3://team@drops/ai/*.json", "drops/ai/*.json", "drops"),
        ("s3://drops", "drops", "drops"),
        ("memory://drops/ai", "/drops/ai", None),
    ],
)
def test_what_an_address_names(location: str, path: str, bucket: str | None) -> None:
    team = json.dumps({"login": "key", "password": "secret"})
    storage = open_storage(location, REGION | {"AIRFLOW_CONN_TEAM": team})
    assert (storage.path, storage.bucket) == (path, bucket)


@pytest.mark.parametrize(
    "given",
    [
        "aws://key:secret@/?region_name=eu-north-1",
        "aws://key:secret@/?__extra__=%7B%22region_name%22%3A+%22eu-north-1%22%7D",
        '{"login": "key", "password": "secret", "extra": "{\\"region_name\\": \\"eu-north-1\\"}"}',
    ],
)
def test_a_connection_has_either_of_airflows_forms(given: str) -> None:
    storage = open_storage("s3://drops", {"AIRFLOW_CONN_AWS_DEFAULT": given})
    assert (storage.files.fs.region, storage.secret.reveal()) == ("eu-north-1", "secret")


@pytest.mark.parametrize(
    ("location", "connection", "said"),
    [
        ("s3://drops", "{broken", "AIRFLOW_CONN_AWS_DEFAULT cannot be read"),
        ("gs://drops", '{"extra": {"key_path": "/key.json"}}', "holds a key.*\n.*GOOGLE_APPLICATION_CREDENTIALS"),
        ("ftp://someone:secret@drops/a", "", "the address holds a user or a password"),
    ],
)
def test_a_credential_in_the_wrong_place_is_refused(location: str, connection: str, said: str) -> None:
    variables = {"AIRFLOW_CONN_AWS_DEFAULT": connection, "AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT": connection}
    with pytest.raises(InputError, match=said) as caught:
        open_storage(location, REGION | variables)
    assert "secret" not in str(caught.value)


def test_google_is_asked_with_the_credential_of_the_machine_or_none() -> None:
    public = {"AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT": '{"extra": {"anonymous": true}}'}
    assert open_storage("gs://drops/ai", public).files.fs.type_name == "gcs"


@pytest.mark.parametrize(
    ("info", "version"),
    [
        ({"ETag": '"a1"', "mtime": NOW, "size": 7}, '"a1" 7'),
        ({"mtime": NOW - dt.timedelta(minutes=1), "size": 7}, "2030-05-04T23:59:00+00:00 7"),
        ({"mtime": NOW - dt.timedelta(seconds=1), "size": 7}, None),
        ({"mtime": NOW.replace(tzinfo=None), "size": 7}, None),
        ({"size": 7}, None),
    ],
)
def test_a_version_is_told_by_its_tag_or_by_a_time_that_is_past(info: dict[str, Any], version: str | None) -> None:
    assert version_of(info, NOW) == version
