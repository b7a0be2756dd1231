"""The real program in processes of its own, with both providers' double: what tests kill, starve and restart."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Self

import aiohttp

from models.sealing import Vault, new_key
from models.store import Store
from tests.double import Double
from tests.double.__main__ import settings

START = 60.0  # seconds in which it has to be ready


class House:
    """`lazos serve` on a database of its own, with its webhooks known to `double`. `role`: which part of the work."""

    def __init__(
        self,
        double: Double,
        database_url: str,
        vault_keys: tuple[str, str],
        folder: Path,
        port: int,
        role: str | None = None,
    ) -> None:
        self.double, self.port, self.role = double, port, role
        self.database_url, self.keys = database_url, vault_keys
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._environment = (
            {name: value for name, value in os.environ.items() if not name.startswith("LAZOS_")}
            | {f"LAZOS_{name}": value for name, value in settings(double).items()}
            | {
                "LAZOS_DATABASE_URL": database_url,
                "LAZOS_FILES_URL": f"file://{folder / 'files'}",
                "LAZOS_SECRET_KEYS": vault_keys[0],
                "LAZOS_LOOKUP_KEYS": vault_keys[1],
                "LAZOS_PUBLIC_URL": double.options.public_url or self.url,
                "LAZOS_PORT": str(port),
                "LAZOS_TELEGRAM_RATE": "1000",
                "LAZOS_TWILIO_RATE": "1000",
            }
        )
        self._log = folder / f"log.{port}"
        self._process: Process | None = None

    def beside(self, role: str) -> "House":
        """Another process of the same installation, not started yet."""
        other = House(self.double, self.database_url, self.keys, self._folder, free_port(), role)
        other._environment = self._environment | {"LAZOS_PORT": str(other.port)}
        return other

    def change(self, **settings: str) -> None:
        """Run with other settings from now on."""
        self._environment |= settings

    async def command(self, *words: str) -> tuple[int, str, str]:
        """Run `lazos` with these words: its exit code, output and errors."""
        process = await asyncio.create_subprocess_exec(
            *_lazos(*words), env=self._environment, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, cwd=self._folder
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def start(self) -> None:
        """Start serving, and wait until it is ready."""
        words = ("serve", "--role", self.role) if self.role else ("serve",)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_lazos(*words), env=self._environment, stdin=DEVNULL, stdout=log, stderr=log, cwd=self._folder
            )
        async with asyncio.timeout(START), aiohttp.ClientSession() as session:
            while not await self._ready(session):
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.02)  # nothing tells when a process has begun to listen

    async def kill(self) -> None:
        """`kill -9`."""
        await self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Let it stand still where it is, as an overloaded machine does."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on, as if nothing had been."""
        self._running.send_signal(signal.SIGCONT)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._running.pid

    @property
    def _running(self) -> Process:
        assert self._process is not None
        return self._process

    async def stop(self) -> int:
        """Ask it to stop, as an operator does; its exit code."""
        return await self._end(signal.SIGTERM)

    def log(self) -> str:
        """Everything it has logged so far."""
        return self._log.read_text()

    async def metrics(self) -> dict[str, float]:
        """What it tells Prometheus: each line's value by its name and labels."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/metrics") as answer:
            lines = [line for line in (await answer.text()).splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    async def _end(self, sign: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.returncode is None:
            process.send_signal(sign)
        return await process.wait()

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/health/ready") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()


def free_port() -> int:
    """A port that nobody listens on, and that no connection is given: those begin above."""
    while True:
        port = secrets.choice(range(20_000, 32_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def new_keys() -> tuple[str, str]:
    """A sealing key and a look-up key."""
    return new_key(), new_key()


def store_of(database_url: str, keys: tuple[str, str]) -> Store:
    """The store of a house, seen from the test."""
    return Store(database_url, Vault([keys[0]], [keys[1]]))


def _lazos(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]
