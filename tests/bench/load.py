"""Clients that ask over and over, each on a connection of its own. They share the cores with the server, so they do little."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

HTML, JSON = "text/html", "application/json"


@dataclass(frozen=True, slots=True)
class Load:
    """`took` are milliseconds, in order; `seconds` how long it went on; `length` bytes of an answer on average."""

    took: Sequence[float]
    seconds: float
    length: float

    def at(self, share: float) -> float:
        """So much of the answers took no longer."""
        return self.took[min(int(len(self.took) * share), len(self.took) - 1)]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds


def put(port: int, paths: Sequence[str], *, accept: str = HTML, clients: int, seconds: float) -> Load:
    """Ask for all of them in turn, again and again. Anything but 200 ends it."""
    head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\n\r\n"
    requests = [f"GET {path} {head}".encode() for path in paths]
    return asyncio.run(_put(port, requests, clients, seconds))


async def _put(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    turn, took, lengths = count(), [], []
    began = time.perf_counter()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        while (asked := time.perf_counter()) - began < seconds:
            writer.write(requests[next(turn) % len(requests)])
            lengths.append(await _answer(reader))
            took.append((time.perf_counter() - asked) * 1_000)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return Load(sorted(took), time.perf_counter() - began, sum(lengths) / len(lengths))


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.decode())
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return length
