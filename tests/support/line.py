"""The line between an office and Tusk Online, in the hands of a test: it can be held, cut, and watched."""

import re
import socket
import threading

from support.witness import witness

BLOCK = re.compile(rb"PUT /sync/v1/first-sync/blocks/(\d+)\?")
FINISH = b"POST /sync/v1/first-sync/finish "


class Line:
    """Listens on a port of its own and passes everything on to the server's. In the clear, so that it can see what
    the office sends. Close it when done."""

    def __init__(self, server_port: int):
        self.server_port = server_port
        self.lock = threading.Condition()
        self.bytes_up = 0  # from the office, since the line was made
        self.blocks: list[int] = []  # numbers of the blocks that the office began to send, in order
        self.finishes = 0
        self.traps: list[tuple[int, object]] = []  # (bytes_up, what to do there)
        self.limit: int | None = None  # nothing goes on beyond so many bytes
        self.is_up = True
        self.connections: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        self.cut()

    # ---- what a test does with it ----

    def cut(self):
        """Every connection breaks, and no new one is made until mend()."""
        with self.lock:
            self.is_up = False
            self._break()

    def mend(self):
        with self.lock:
            self.is_up = True

    def hold_at(self, bytes_up: int):
        """The office's bytes go no further than that until let_go()."""
        with self.lock:
            self.limit = bytes_up

    def let_go(self):
        """What was held is lost: both ends had given up waiting anyway, and the office tries again at once."""
        with self.lock:
            self.limit = None
            self._break()

    def at(self, bytes_up: int, action):
        """Calls `action` when so many bytes have gone up, before any more do."""
        with self.lock:
            self.traps.append((bytes_up, action))
            self.traps.sort(key=lambda trap: trap[0])

    def is_held(self) -> bool:
        with self.lock:
            return self.limit is not None and self.bytes_up >= self.limit

    # ---- the line itself ----

    def _break(self):
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.connections.clear()
        self.lock.notify_all()

    def _accept(self):
        while True:
            try:
                office, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                is_up = self.is_up
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port)) if is_up else None
            except OSError:
                server = None
            if server is None:
                office.close()
                continue
            with self.lock:
                self.connections |= {office, server}
            threading.Thread(target=self._pump, args=(office, server, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, office, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_up: bool):
        seen = witness.see("answers to the office", is_whole=False) if not is_up else None
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                if is_up:
                    self._watch(data)
                    self._pass_up(data, target)
                else:
                    seen.data += data
                    target.sendall(data)
        except OSError:
            pass
        if seen:
            seen.is_whole = True
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            with self.lock:
                self.connections.discard(end)

    def _watch(self, data: bytes):
        # A request begins a segment: the client waits for each answer.
        head = data[:200]
        with self.lock:
            found = BLOCK.match(head)
            if found:
                self.blocks.append(int(found[1]))
            self.finishes += head.startswith(FINISH)

    def _pass_up(self, data: bytes, target: socket.socket):
        while data:
            with self.lock:
                while self.limit is not None and self.bytes_up >= self.limit:
                    if not self.lock.wait(timeout=300):
                        raise OSError("held for too long")
                    if target not in self.connections:
                        raise OSError("the line was cut")
                room = len(data) if self.limit is None else min(len(data), self.limit - self.bytes_up)
                action = None
                if self.traps and self.traps[0][0] <= self.bytes_up + room:
                    place, action = self.traps.pop(0)
                    room = max(0, min(room, place - self.bytes_up))
                self.bytes_up += room
            target.sendall(data[:room])
            data = data[room:]
            if action:
                action()
