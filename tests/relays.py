"""A port in front of Redis or PostgreSQL that can be silent while it stays open."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from tests.processes import Site


class Relay:
    """Accepts, says nothing while it is silent, and counts who connects."""

    def __init__(self, target: str, *, silent: bool):
        self.target = urlsplit(target)
        self.connections = 0
        self.open: list[socket.socket] = []
        self.speaking = threading.Event()
        if not silent:
            self.speaking.set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def url(self) -> str:
        user, at, _ = self.target.netloc.rpartition("@")
        return self.target._replace(netloc=f"{user}{at}127.0.0.1:{self.port}").geturl()

    def be_silent(self) -> None:
        """Pass nothing on, and leave open what is connected."""
        self.speaking.clear()

    def speak(self) -> None:
        self.speaking.set()

    def cut(self) -> None:
        for one in self.open:
            hang_up(one)
        self.open.clear()

    def close(self) -> None:
        hang_up(self.server)
        self.cut()
        self.speak()
        for thread in self.threads:
            thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            self.open.append(caller)
            if self.speaking.is_set():
                server = socket.create_connection((self.target.hostname, self.target.port))
                self.open.append(server)
                self._start(self._carry, caller, server)
                self._start(self._carry, server, caller)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.speaking.wait()
                sink.sendall(data)
        hang_up(source)
        hang_up(sink)

    def _start(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments)
        thread.start()
        self.threads.append(thread)


def hang_up(one: socket.socket) -> None:
    """Close a socket, also under a thread that is waiting for it."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def relay(site: Site, variable: str, *, otherwise: str = "", silent: bool) -> Iterator[Relay]:
    """Put a relay in front of what a variable of the site's environment leads to."""
    own = site.environment.get(variable)
    between = Relay(own or otherwise, silent=silent)
    site.environment[variable] = between.url
    try:
        yield between
    finally:
        if own:
            site.environment[variable] = own
        else:
            del site.environment[variable]
        between.close()
