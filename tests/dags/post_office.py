"""A chat's webhook, a mail server and a StatsD server on loopback that keep what they are sent."""

import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

SECRET = "T0/B0/planted-webhook-secret"


@dataclass
class PostOffice:
    """What came: texts of the chat, and mails as (recipients, subject, body)."""

    chat: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    gauges: dict[str, float] = field(default_factory=dict)
    mails: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)
    connections: dict[str, str] = field(default_factory=dict)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """All three servers; ``connections``: what Airflow must be told of them, as environment."""
    office = PostOffice()
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), _webhook(office)) as webhook,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), _mail(office)) as mail,
        socketserver.ThreadingUDPServer(("127.0.0.1", 0), _meter(office)) as meter,
    ):
        servers = (webhook, mail, meter)
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        office.connections = _connections(*(server.server_address[1] for server in servers))
        yield office
        for server in servers:
            server.shutdown()


def _connections(webhook: int, mail: int, meter: int) -> dict[str, str]:
    """Airflow's settings for the three ports."""
    chat = {"conn_type": "http", "host": f"http://127.0.0.1:{webhook}", "password": SECRET}
    extra = {"disable_ssl": True, "disable_tls": True, "from_email": "chorus@example.org"}
    smtp = {"conn_type": "smtp", "host": "127.0.0.1", "port": mail, "extra": extra}
    return {
        "AIRFLOW__METRICS__STATSD_ON": "True",
        "AIRFLOW__METRICS__STATSD_HOST": "127.0.0.1",
        "AIRFLOW__METRICS__STATSD_PORT": str(meter),
        "AIRFLOW_CONN_CHORUS_WEBHOOK": json.dumps(chat),
        "AIRFLOW_CONN_CHORUS_SMTP": json.dumps(smtp),
    }


def _webhook(office: PostOffice) -> type[http.server.BaseHTTPRequestHandler]:
    class Webhook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            office.paths.append(self.path)
            office.chat.append(json.loads(body)["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Webhook


def _mail(office: PostOffice) -> type[socketserver.StreamRequestHandler]:
    class Mail(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _receive(self, office)

    return Mail


def _meter(office: PostOffice) -> type[socketserver.DatagramRequestHandler]:
    class Meter(socketserver.DatagramRequestHandler):
        def handle(self) -> None:
            for line in self.rfile.read().decode().splitlines():
                name, _, value = line.partition(":")
                if value.endswith("|g"):
                    office.gauges[name] = float(value.removesuffix("|g"))

    return Meter


def _receive(line: socketserver.StreamRequestHandler, office: PostOffice) -> None:
    """One conversation by SMTP, as far as a client of ours goes."""
    recipients: list[str] = []
    _say(line, "220 here")
    while words := line.rfile.readline().decode().strip():
        verb = words[:4].upper()
        if verb == "RCPT":
            recipients.append(words.partition("<")[2].rstrip(">"))
        if verb == "DATA":
            _say(line, "354 go on")
            content = b"".join(iter(line.rfile.readline, b".\r\n"))
            mail = message_from_bytes(content, policy=policy.default)
            body = mail.get_body(("html", "plain"))
            office.mails.append((tuple(recipients), str(mail["Subject"]), body.get_content() if body else ""))
        _say(line, "221 bye" if verb == "QUIT" else "250 fine")
        if verb == "QUIT":
            return


def _say(line: socketserver.StreamRequestHandler, words: str) -> None:
    line.wfile.write(f"{words}\r\n".encode())
