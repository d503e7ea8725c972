"""Object storage: what an address opens, and with which credential. See docs/decisions/0014-object-storage.md.

An address is Airflow's: ``s3://bucket/key`` or ``s3://CONNECTION@bucket/key``, where the Connection stands in the
environment (``AIRFLOW_CONN_<ID>``). S3 and Google Cloud Storage are read by pyarrow, which is here already, any other
scheme by fsspec and the package that it names.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dawn_chorus.connection import Secret, read_fields, variable
from dawn_chorus.errors import ChorusError, FetchDelayedError, InputError

SHOWN = 300  # characters of what a storage says about a failure
_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://(?:(?P<user>[^/@]*)@)?(?P<path>.*)", re.DOTALL)
_DEFAULTS = {"s3": "aws_default", "gs": "google_cloud_default"}  # as Airflow names them
_DENIED = re.compile(r"ACCESS_DENIED|INVALID_ACCESS_KEY|SIGNATURE|PERMISSION|Forbidden|\b40[13]\b", re.IGNORECASE)
_NO_MORE_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")


def is_remote(location: str) -> bool:
    """Whether a location is an address, and no path of this machine."""
    return _ADDRESS.fullmatch(location) is not None


@dataclass(frozen=True)
class Storage:
    """An opened storage: ``files`` is fsspec's view of it, ``path`` what the address names in it, with its bucket."""

    location: str
    files: Any
    path: str
    bucket: str | None
    secret: Secret
    connection: str | None = None

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn what a storage throws into one clear line without the secret."""
        with _plainly(self.location, self.secret, self.connection):
            yield


def open_storage(location: str, environment: Mapping[str, str] = os.environ) -> Storage:
    """Open what an address names; asks nothing yet. Raises InputError."""
    address = _ADDRESS.fullmatch(location)
    assert address is not None  # noqa: S101 - is_remote was asked
    scheme, user, path = address["scheme"].replace("gcs", "gs"), address["user"], address["path"]
    if user is not None and (":" in user or scheme not in _DEFAULTS):
        raise InputError(
            f"{scheme}://…: the address holds a user or a password.",
            remedy="Put the credential into an Airflow Connection and name that: s3://CONNECTION@bucket/key.",
        )
    fields = _fields(user, scheme, environment)
    secret = Secret(str(fields.get("password") or ""))
    with _plainly(location, secret, user):
        files, path = _opened(scheme, path, fields, environment)
    bucket = path.split("/", 1)[0] if scheme in _DEFAULTS else None
    return Storage(location, files, path.rstrip("/"), bucket, secret, user)


def _fields(user: str | None, scheme: str, environment: Mapping[str, str]) -> Mapping[str, Any]:
    """The Connection that an address names, or Airflow's default one where it is set."""
    name = variable(user or _DEFAULTS.get(scheme, "none"))
    given = environment.get(name, "").strip()
    if not given and user:
        raise InputError(f"The environment variable {name} is not set.", remedy=f"Set it, or leave {user}@ out.")
    try:
        return read_fields(given) if given else {"extra": {}}
    except (ValueError, TypeError, AttributeError):
        raise InputError(
            f"The environment variable {name} cannot be read.", remedy="Write it as Airflow does."
        ) from None


def _opened(scheme: str, path: str, fields: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[Any, str]:
    """Fsspec's view of a storage, and the path in it. Imports here: half a second that only those pay who need it."""
    import fsspec

    if scheme not in _DEFAULTS:
        files, path = fsspec.url_to_fs(f"{scheme}://{path}", skip_instance_cache=scheme != "memory")
        return files, path
    from fsspec.implementations.arrow import ArrowFSWrapper

    bucket = path.split("/", 1)[0]
    files = _s3(fields, bucket, environment) if scheme == "s3" else _gcs(fields)
    return ArrowFSWrapper(files, skip_instance_cache=True), path


def _s3(fields: Mapping[str, Any], bucket: str, environment: Mapping[str, str]) -> object:
    """S3, or what speaks like it at ``endpoint_url``; without a login the machine's own credential counts."""
    from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem, resolve_s3_region

    extra = fields["extra"]
    endpoint, region = extra.get("endpoint_url"), extra.get("region_name")
    if not region and not endpoint and not any(environment.get(each) for each in _NO_MORE_REGIONS):
        region = resolve_s3_region(bucket)
    return S3FileSystem(
        access_key=fields.get("login") or None,
        secret_key=fields.get("password") or None,
        session_token=extra.get("aws_session_token"),
        anonymous=_is_anonymous(extra),
        region=region,
        endpoint_override=endpoint,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=3),
    )


def _gcs(fields: Mapping[str, Any]) -> object:
    """Google Cloud Storage with the machine's own credential, or none."""
    from pyarrow.fs import GcsFileSystem

    if any("key" in each for each in fields["extra"]):
        raise InputError(
            "A Connection to Google holds a key, which is not read from there.",
            remedy="Name the key's file in GOOGLE_APPLICATION_CREDENTIALS.",
        )
    return GcsFileSystem(anonymous=_is_anonymous(fields["extra"]))


def _is_anonymous(extra: Mapping[str, Any]) -> bool:
    """Whether a Connection asks for a public bucket."""
    return str(extra.get("anonymous", "")).lower() == "true"


@contextmanager
def _plainly(location: str, secret: Secret, connection: str | None) -> Iterator[None]:
    try:
        yield
    except ChorusError:
        raise
    except FileNotFoundError:
        raise InputError(
            f"{location}: there is no such object, folder or bucket.", remedy="Mend the address."
        ) from None
    except ImportError as error:
        raise InputError(
            f"{location}: a package is missing: {secret.hide(_line(error))}.",
            remedy="Install the package that it names into the environment of dawn-chorus.",
        ) from None
    except Exception as error:
        said = secret.hide(_line(error))
        if isinstance(error, PermissionError) or _DENIED.search(said):
            name = variable(connection or _DEFAULTS.get(location.partition(":")[0], "<id>"))
            remedy = f"Check {name} and what its key may read; without one the machine's own credential counts."
            raise InputError(f"{location}: the storage refuses us: {said}.", remedy=remedy) from None
        if isinstance(error, ValueError):
            raise InputError(f"{location}: cannot be opened: {said}.", remedy="Mend the address.") from None
        raise FetchDelayedError(f"{location}: cannot be read: {said}.", remedy="Run it again later.") from None


def _line(error: BaseException) -> str:
    """What an error says, in one short line."""
    return " ".join(str(error).split())[:SHOWN].rstrip(".")
