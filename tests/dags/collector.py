"""An OpenTelemetry collector on loopback that keeps what it is sent by OTLP over HTTP."""

import gzip
import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

EXPORT_EVERY_MS = 2000


@dataclass
class Collector:
    """What came: the last value of each metric by name (of a histogram its sum), names of spans, and all bodies."""

    metrics: dict[str, float] = field(default_factory=dict)
    spans: set[str] = field(default_factory=set)
    bodies: list[bytes] = field(default_factory=list)
    settings: Mapping[str, str] = field(default_factory=dict)

    def take(self, path: str, body: bytes) -> None:
        """Keep one message."""
        self.bodies.append(body)
        if path.endswith("/v1/metrics"):
            self._take_metrics(ExportMetricsServiceRequest.FromString(body))
        else:
            told = ExportTraceServiceRequest.FromString(body)
            self.spans |= {span.name for by in told.resource_spans for scope in by.scope_spans for span in scope.spans}

    def _take_metrics(self, told: Any) -> None:
        scopes = [scope for by in told.resource_metrics for scope in by.scope_metrics]
        for metric in (each for scope in scopes for each in scope.metrics):
            kind = metric.WhichOneof("data")
            for point in getattr(metric, kind).data_points:
                is_number = kind in ("gauge", "sum")
                self.metrics[metric.name] = getattr(point, point.WhichOneof("value")) if is_number else point.sum


@contextmanager
def collector() -> Iterator[Collector]:
    """The server; ``settings``: what Airflow must be told of it, as environment."""
    kept = Collector()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _receiver(kept)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        kept.settings = {
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "AIRFLOW__TRACES__OTEL_ON": "True",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_TRACES_EXPORTER": "otlp_proto_http",
            "OTEL_METRIC_EXPORT_INTERVAL": str(EXPORT_EVERY_MS),
            "OTEL_SERVICE_NAME": "dawn-chorus",
        }
        yield kept
        server.shutdown()


def _receiver(kept: Collector) -> type[http.server.BaseHTTPRequestHandler]:
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.take(self.path, gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Receiver
