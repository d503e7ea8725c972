"""A network that fails when told to: a loopback port that leads to the socket of a Postgres."""

import contextlib
import ctypes
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Literal, Self

from dawn_chorus.database.cluster import PORT, Embedded

Fate = Literal["cut", "swallow"]

SO_ATTACH_FILTER = 26
_DROP_ALL = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))  # BPF: return 0 bytes of any packet
_DROP_ALL_PROGRAM = struct.pack("HP", 1, ctypes.addressof(_DROP_ALL))


class Proxy:
    """One listener; each connection is forwarded message by message until ``strikes(number, message)``.

    ``cut``: that message is passed on, and both ends are closed before any answer comes. ``swallow``: neither it nor
    anything after it arrives, and the kernel acknowledges no packet, as if the cable were pulled.
    """

    def __init__(self, server: Embedded, fate: Fate, strikes: Callable[[int, bytes], bool]) -> None:
        self._upstream = str(server.socket / f".s.PGSQL.{PORT}")
        self._fate = fate
        self._strikes = strikes
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.messages = 0
        self.struck = False

    def url(self, database: str, login: str) -> str:
        """The address of a database through the proxy."""
        host, port = self._listener.getsockname()
        return f"postgresql://{login}@{host}:{port}/{database}?gssencmode=disable&sslmode=disable"

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._sockets:
            _close(each)
        for thread in self._threads:
            thread.join()

    def _run(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments))
        self._threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._upstream)
                self._sockets += [client, server]
                self._run(self._forward, client, server)
                self._run(_answer, server, client)

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        """Pass a client's messages on until the end comes."""
        with contextlib.suppress(OSError):
            for message in _messages(client):
                self.messages += 1
                if not self.struck and self._strikes(self.messages, message):
                    self.struck = True
                    if self._fate == "swallow":
                        swallow(client)
                        return
                    server.sendall(message)
                    break
                server.sendall(message)
        _close(client)
        _close(server)


def swallow(one: socket.socket) -> None:
    """Let no packet reach a socket any more: its peer hears nothing, not even that they arrived."""
    one.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, _DROP_ALL_PROGRAM)


def _answer(server: socket.socket, client: socket.socket) -> None:
    """Pass the server's answers on as they come."""
    with contextlib.suppress(OSError):
        while answer := server.recv(1 << 16):
            client.sendall(answer)
    _close(client)


def _messages(client: socket.socket) -> Iterator[bytes]:
    """A client's messages, whole; the first has no type before its length."""
    stream = client.makefile("rb")
    head_bytes = 4
    while head := stream.read(head_bytes):
        (length,) = struct.unpack("!I", head[-4:])
        yield head + stream.read(length - 4)
        head_bytes = 5


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
