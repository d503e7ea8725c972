"""A small S3 on loopback: buckets of objects in memory, lists and ranges, and keys that it knows."""

import datetime as dt
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

OLD = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
PAGE = 2  # objects of a page of a list, so that there are several


class ObjectStore(ThreadingHTTPServer):
    """The server: ``objects`` by ``bucket/key``, the access keys it knows, and what was asked of it."""

    daemon_threads = True

    def __init__(self, *access_keys: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.access_keys = access_keys
        self.buckets = {"drops"}
        self.objects: dict[str, tuple[bytes, dt.datetime]] = {}
        self.read: list[tuple[str, int]] = []  # path and bytes of each answer with content

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, content: bytes, at: dt.datetime = OLD) -> None:
        """Write an object."""
        self.objects[path] = (content, at)


@contextmanager
def serving(*access_keys: str) -> Iterator[ObjectStore]:
    """A store that answers until the end."""
    store = ObjectStore(*access_keys)
    thread = threading.Thread(target=store.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield store
    store.shutdown()
    thread.join()
    store.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ObjectStore
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path).strip("/")
        key = re.search(r"Credential=([^/]+)/", self.headers.get("Authorization", ""))
        if key is None or key[1] not in self.server.access_keys:
            self._error(403, "AccessDenied")
        elif path.split("/")[0] not in self.server.buckets:
            self._error(404, "NoSuchBucket")
        elif "list-type" in parts.query:
            self._list(path, {name: values[0] for name, values in parse_qs(parts.query).items()})
        elif "/" not in path:
            self._send(200, b"")
        elif path in self.server.objects:
            self._object(path)
        else:
            self._error(404, "NoSuchKey")

    def _object(self, path: str) -> None:
        content, at = self.server.objects[path]
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = (int(span[1]), int(span[2] or len(content) - 1)) if span else (0, len(content) - 1)
        part = content[first : last + 1]
        headers = {"Last-Modified": format_datetime(at, usegmt=True), "ETag": f'"{hash(content)}"'}
        if span:
            headers["Content-Range"] = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
        if self.command == "GET":
            self.server.read.append((path, len(part)))
        self._send(206 if span else 200, part, headers)

    def _list(self, bucket: str, query: dict[str, str]) -> None:
        prefix, delimiter = f"{bucket}/{query.get('prefix', '')}", query.get("delimiter")
        names: dict[str, str] = {}
        for path, (content, at) in sorted(self.server.objects.items()):
            key = path.removeprefix(f"{bucket}/")
            inner, cut, _ = path.removeprefix(prefix).partition(delimiter) if delimiter else (path, "", "")
            if path.startswith(prefix) and cut:
                folder = escape(f"{key[: len(prefix) - len(bucket) - 1]}{inner}/")
                names[folder] = f"<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>"
            elif path.startswith(prefix):
                names[key] = (
                    f"<Contents><Key>{escape(key)}</Key><LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
                    f"<ETag>x</ETag><Size>{len(content)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
                )
        start, most = int(query.get("continuation-token", 0)), min(PAGE, int(query.get("max-keys", PAGE)))
        shown, more = list(names.values())[start : start + most], len(names) > start + most
        token = f"<NextContinuationToken>{start + most}</NextContinuationToken>" if more else ""
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{bucket}</Name><IsTruncated>{str(more).lower()}</IsTruncated><KeyCount>{len(shown)}</KeyCount>"
            f"{token}{''.join(shown)}</ListBucketResult>"
        )
        self._send(200, body.encode(), {"Content-Type": "application/xml"})

    def _error(self, status: int, code: str) -> None:
        body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'
        self._send(status, body.encode(), {"Content-Type": "application/xml"})

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
