"""The rehearsal's stage over HTTP."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from simulator.console.forms import PlaysScene
from simulator.stage import Moment, Phone, Stage, Step


class StageDesk:
    """Answers for the stage of one simulator; `{}` where nobody has set one."""

    def __init__(self) -> None:
        self.stage: Stage | None = None

    async def on_look(self, _request: web.Request) -> web.StreamResponse:
        """The present scene."""
        if self.stage is None:
            return web.json_response({})
        return web.json_response(stage_view(self.stage, await self.stage.moments()))

    async def on_play(self, request: web.Request) -> web.StreamResponse:
        """Begin a scene anew."""
        if self.stage is None:
            return web.json_response({"error": "there is no stage"}, status=404)
        try:
            form = PlaysScene.model_validate_json(await request.text())
            await self.stage.play(form.name)
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return await self.on_look(request)


def stage_view(stage: Stage, moments: Sequence[Moment]) -> dict[str, Any]:
    """A stage as JSON."""
    return {
        "playing": stage.playing,
        "titles": {name: dict(title) for name, title in stage.titles.items()},
        "time_zone": stage.scene.time_zone,
        "phones": [phone_view(phone) for phone in stage.scene.phones],
        "steps": [step_view(step) for step in stage.scene.steps],
        "moments": [{"at": one.at.isoformat(), "title": one.title} for one in moments],
    }


def phone_view(phone: Phone) -> dict[str, int]:
    """Whose phone, and what it shows."""
    return {"person": phone.person.id, "chat": phone.chat.id}


def step_view(step: Step) -> dict[str, Any]:
    """One thing to try."""
    return {
        "text": dict(step.text),
        "phone": phone_view(step.phone) if step.phone else None,
        "draft": step.draft,
        "moves_clock": step.moves_clock,
    }
