"""The bot as a process of its own, in front of a pretend Telegram, to be killed and started."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Self

from simulator import World
from tests.builders import KEY
from tests.town import TOKEN

# Starting means importing: some seconds on a small machine, more on a busy one.
START_PATIENCE = 60.0
AMPLE = ("TOTAL_PER_SECOND", "TOTAL_BURST", "CHAT_PER_SECOND", "CHAT_BURST", "GROUP_PER_MINUTE")

SHIPPED = ("-m", "bot", "run")
# What aiogram's own polling does: the next getUpdates confirms what is still being handled.
CONFIRMS_FIRST = (
    "-c",
    """
import asyncio, sys
from bot import intake
from bot.__main__ import main

under_way = set()

async def confirm_first(self, updates):
    for raw in updates:
        task = asyncio.create_task(self._lanes.handle(raw))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        self._offset = raw["update_id"] + 1

intake.Polling._handle_all = confirm_first
main()
""",
    "run",
)


class Process:
    """`python -m bot run`, as often as it is started.

    Args:
        folder: where it runs and writes its log, `bot.log`.
        command: what is handed to the interpreter.
    """

    def __init__(
        self,
        world: World,
        api_url: str,
        database_url: str,
        folder: Path,
        *,
        command: tuple[str, ...] = SHIPPED,
        **settings: str,
    ) -> None:
        self._world = world
        self._folder = folder
        self._log = Path(folder, "bot.log").open("ab")  # noqa: SIM115 - closed with the process
        self._command = command
        self._environment = {
            **{name: value for name, value in os.environ.items() if name[:6] != "LINLI_"},
            **{f"LINLI_{name}": "10000" for name in AMPLE},
            "LINLI_KEYS": KEY,
            # Nobody asks these processes a question: no start need wait for the models.
            "LINLI_MODELS": "false",
            "LINLI_TOKEN": TOKEN,
            "LINLI_API_URL": api_url,
            "LINLI_DATABASE_URL": database_url,
            **{f"LINLI_{name.upper()}": value for name, value in settings.items()},
        }
        self._child: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        self._log.close()

    async def start(self) -> None:
        """Start it; returns when it has asked Telegram for updates."""
        before = self._intakes()
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            cwd=self._folder,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )
        async with asyncio.timeout(START_PATIENCE):
            while self._intakes() == before:
                assert self._child.returncode is None, self.log()
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL: nothing that was under way is finished."""
        if self._child is not None:
            self._child.kill()
            await self._child.wait()
            self._child = None

    def log(self) -> str:
        """What it wrote."""
        return Path(self._folder, "bot.log").read_text(encoding="utf-8", errors="replace")

    def _intakes(self) -> int:
        return sum(call.method in ("getUpdates", "setWebhook") for call in self._world.requests)
