"""Mail servers that are of no use: they accept whoever calls, and then take their time."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SECONDS_BETWEEN_BYTES = 0.05


class BadServer:
    """A port that says some lines to whoever calls, each after what it hears, and then nothing, or
    one byte after another that never make a line.
    """

    def __init__(self, *, lines: list[bytes], drips: bool):
        self.lines, self.drips = lines, drips
        self.calls = 0
        self.stopping = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self.stopping.set()
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for thread in self.threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.server.accept()
                self.calls += 1
                self.threads.append(threading.Thread(target=self._answer, args=[caller]))
                self.threads[-1].start()

    def _answer(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            for line in self.lines:
                caller.sendall(line + b"\r\n")
                caller.recv(65536)
            while not self.stopping.wait(SECONDS_BETWEEN_BYTES):
                if self.drips:
                    caller.sendall(b"2")


# What a server says before an e-mail is handed to it: its name, and yes to EHLO, MAIL, RCPT, DATA.
UNTIL_AN_E_MAIL = [b"220 mail", b"250 mail", b"250 OK", b"250 OK", b"354 Go on"]


@contextmanager
def bad_server(*, lines: list[bytes] | None = None, drips: bool = False) -> Iterator[BadServer]:
    """Run a mail server that says these lines and then nothing, or one byte after another."""
    server = BadServer(lines=lines or [], drips=drips)
    try:
        yield server
    finally:
        server.stop()
