"""`linli demo`: a pretend Telegram, a sample estate and the shipped bot, all on this machine."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.app import App, running_app
from bot.commands.demo_answers import let_models_read, stock_answers
from bot.commands.demo_scenes import SCENES, moments_of
from bot.commands.demo_vectors import LearntVectors
from bot.commands.errors import OperatorError
from bot.commands.run import stop_on_signals
from bot.logs import set_up_logs
from bot.settings import Settings
from simulator import Simulator
from simulator.stage import Moment, Scene, Texts

TOKEN = "4242:linli-demo"  # noqa: S105 - nobody's token
USERNAME = "linli_bot"


async def rehearse(port: int) -> None:
    """Serve the page on this port until Ctrl-C.

    Raises:
        OperatorError: the port is taken.
    """
    set_up_logs("WARNING")
    console = Console()
    stopping = stop_on_signals()
    try:
        async with (
            Simulator(port=port) as simulator,
            Rehearsal(simulator).playing_until(stopping) as ended,
        ):
            if not ended.done():
                console.print("Linli 邻里 is ready. Open this page in a browser; Ctrl-C ends it.")
                console.print(simulator.base_url, style="bold")
            await ended
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise OperatorError(
            f"Port {port} is taken. Take another one: linli demo --port {port + 1}"
        ) from None


class Rehearsal:
    """Plays scenes one after the other in one pretend Telegram; its stage.

    Each has a world, a database and a running bot of its own. The simulator's clock is the
    bot's, so that the page moves both.

    Attributes:
        ready: set while a scene can be played in.
    """

    def __init__(self, simulator: Simulator) -> None:
        self.ready = asyncio.Event()
        self.titles: Mapping[str, Texts] = {name: scene.title for name, scene in SCENES.items()}
        self.playing = next(iter(SCENES))
        self.scene = Scene("UTC", (), ())
        self._simulator = simulator
        self._turning = asyncio.Event()
        self._app: App | None = None
        self._learnt = LearntVectors()
        simulator.set_stage(self)

    async def play(self, name: str) -> None:
        """Begin a scene anew; returns when it can be played in.

        Raises:
            ValueError: for an unknown name.
        """
        if name not in SCENES:
            raise ValueError(f"there is no scene {name!r}")
        self.playing = name
        self.ready.clear()
        self._turning.set()
        await self.ready.wait()

    async def moments(self) -> Sequence[Moment]:
        """Openings and closings to come, soonest first; waits for a scene that is being set."""
        await self.ready.wait()
        if self._app is None:
            return ()
        return await moments_of(self._app.services.work, self._simulator.clock.now())

    @asynccontextmanager
    async def playing_until(self, stopping: asyncio.Event) -> AsyncIterator[asyncio.Task[None]]:
        """Set the first scene and play until told to stop; leaving the block tells it, too.

        Hands over a task that ends with the rehearsal, by whatever a part of the bot died of.
        """
        ended = asyncio.create_task(self._play_until(stopping))
        ready = asyncio.create_task(self.ready.wait())
        await asyncio.wait([ended, ready], return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        try:
            yield ended
        finally:
            stopping.set()
            await ended

    async def _play_until(self, stopping: asyncio.Event) -> None:
        watcher = asyncio.create_task(self._end_with(stopping))
        try:
            while not stopping.is_set():
                self._turning.clear()
                async with self._act(self.playing) as app:
                    await app.run_until(self._turning)
        finally:
            watcher.cancel()

    async def _end_with(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._turning.set()

    @asynccontextmanager
    async def _act(self, name: str) -> AsyncIterator[App]:
        world = self._simulator.world(TOKEN, bot_username=USERNAME, inline=True)
        try:
            with TemporaryDirectory(prefix="linli-demo-") as folder:
                settings = demo_settings(self._simulator.base_url, Path(folder))
                async with running_app(settings, self._simulator.clock) as app:
                    await self._learnt.give(app.services.work)
                    self.scene = await SCENES[name].set_up(world, app)
                    self._app = app
                    self.ready.set()
                    async with _answers_coming(name, app):
                        yield app
                    self._app = None
                    await self._learnt.take(app.services.work)
        finally:
            await self._simulator.close_world(TOKEN)


@asynccontextmanager
async def _answers_coming(name: str, app: App) -> AsyncIterator[None]:
    """Let policy answers come in, and the models read them, while one plays already."""
    coming = asyncio.create_task(_bring_answers(name, app))
    try:
        yield
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError):
            await coming


async def _bring_answers(name: str, app: App) -> None:
    if not SCENES[name].has_answers:
        await stock_answers(app.services)
    await let_models_read(app.services)


def demo_settings(api_url: str, folder: Path) -> Settings:
    """Settings that keep everything on this machine, whatever the operator's own are."""
    return Settings(
        _env_file=None,
        token=TOKEN,
        database_url=f"sqlite:///{folder / 'linli.db'}",
        api_url=api_url,
        webhook_url=None,
        webhook_secret=None,
    )
