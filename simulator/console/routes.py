"""The page's addresses; the package's docstring lists them."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from simulator.chats import Chat
from simulator.console import forms
from simulator.console.actions import ACTIONS, UnknownError, chat_of, message_of, person_of
from simulator.console.stream import stream
from simulator.console.views import call_view, message_view, thread_view, world_view
from simulator.groups import Group
from simulator.members import is_admin
from simulator.messages import wire
from simulator.world import World

if TYPE_CHECKING:
    from simulator.server import Simulator

PAGE = Path(__file__).parent.parent / "page"
ROOT = "/sim/worlds/{token}"


def add_console(app: web.Application, simulator: "Simulator") -> None:
    """Serve the page's side of `simulator`."""
    console = Console(simulator)
    router = app.router
    router.add_get("/sim/stage", simulator.desk.on_look)
    router.add_post("/sim/stage", simulator.desk.on_play)
    router.add_get("/sim/worlds", console.on_worlds)
    router.add_get("/sim/clock", console.on_clock)
    router.add_post("/sim/clock", console.on_move_clock)
    for path, view in console.views().items():
        router.add_get(f"{ROOT}{path}", answering(view))
    router.add_post(f"{ROOT}/upload", answering(console.on_upload))
    router.add_post(f"{ROOT}/{{action}}", answering(console.on_action))
    if PAGE.is_dir():
        router.add_get("/", console.on_page)
        router.add_static("/page", PAGE)
        app.on_response_prepare.append(keep_fresh)


async def keep_fresh(request: web.Request, response: web.StreamResponse) -> None:
    """Let browsers ask whether the page's files have changed: old and new ones do not mix."""
    if request.path.startswith("/page/") or request.path == "/":
        response.headers["Cache-Control"] = "no-cache"


View = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(view: View) -> View:
    """Turn what a person could not do into an answer with the reason."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await view(request)
        except UnknownError as error:
            return failed(404, str(error))
        except TimeoutError:
            return failed(504, "the bot did not answer")
        except (ValueError, TypeError, LookupError, PermissionError) as error:
            return failed(400, str(error))

    return answer


def failed(status: int, reason: str) -> web.Response:
    """`{"error": reason}`."""
    return web.json_response({"error": reason}, status=status)


class Console:
    """The handlers, over one simulator."""

    def __init__(self, simulator: "Simulator") -> None:
        self._simulator = simulator

    def views(self) -> dict[str, View]:
        """What GET answers below a world."""
        return {
            "": self.on_world,
            "/": self.on_world,
            "/chats/{chat}": self.on_chat,
            "/commands": self.on_commands,
            "/menu": self.on_menu,
            "/files/{file_id}": self.on_file,
            "/requests": self.on_requests,
            "/warnings": self.on_warnings,
            "/events": self.on_events,
        }

    async def on_page(self, _request: web.Request) -> web.StreamResponse:
        """The chat page."""
        return web.FileResponse(PAGE / "index.html")

    async def on_worlds(self, _request: web.Request) -> web.StreamResponse:
        """All worlds."""
        worlds = self._simulator.worlds.values()
        return web.json_response([{"token": one.token, "bot": wire(one.me)} for one in worlds])

    async def on_clock(self, _request: web.Request) -> web.StreamResponse:
        """The time."""
        return web.json_response({"now": self._simulator.clock.now().isoformat()})

    async def on_move_clock(self, request: web.Request) -> web.StreamResponse:
        """Push the time forward."""
        return await answering(self._move_clock)(request)

    async def _move_clock(self, request: web.Request) -> web.StreamResponse:
        form = forms.MovesClock.model_validate_json(await request.text())
        if (form.advance is None) == (form.to is None):
            raise ValueError("give either `advance` or `to`")
        if form.advance is not None:
            self._simulator.clock.advance(form.advance)
        elif form.to is not None:
            self._simulator.clock.jump_to(form.to)
        return await self.on_clock(request)

    async def on_world(self, request: web.Request) -> web.StreamResponse:
        """The state."""
        return web.json_response(world_view(self._world(request)))

    async def on_chat(self, request: web.Request) -> web.StreamResponse:
        """A chat and its messages."""
        chat = chat_of(self._world(request), int(request.match_info["chat"]))
        return web.json_response(thread_view(chat))

    async def on_commands(self, request: web.Request) -> web.StreamResponse:
        """The commands that a person sees in a chat."""
        world = self._world(request)
        person = person_of(world, int(request.query["person"]))
        chat = chat_of(world, int(request.query.get("chat", person.id)))
        seen = world.commands.seen_by(
            person.id,
            chat.id,
            person.user.language_code or "",
            is_group=chat.is_group,
            is_admin=isinstance(chat, Group) and is_admin(chat.member(person.user)),
        )
        return web.json_response(wire(seen))

    async def on_menu(self, request: web.Request) -> web.StreamResponse:
        """The menu button of a private chat."""
        world = self._world(request)
        person = person_of(world, int(request.query["person"]))
        button = world.menu_buttons.get(person.id) or world.menu_buttons.get(None)
        return web.json_response(wire(button) if button else {"type": "default"})

    async def on_file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as a picture where it is one and never as a page."""
        stored = self._world(request).files.by_id(request.match_info["file_id"])
        if stored is None:
            raise UnknownError("no such file")
        is_photo = stored.kind == "photo"
        return web.Response(
            body=stored.content,
            content_type=stored.mime if is_photo else "application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff"},
        )

    async def on_requests(self, request: web.Request) -> web.StreamResponse:
        """The bot's requests from number `after` on."""
        after = int(request.query.get("after", 0))
        calls = self._world(request).requests[after:]
        log = [call_view(number, call) for number, call in enumerate(calls, after + 1)]
        return web.json_response(log)

    async def on_warnings(self, request: web.Request) -> web.StreamResponse:
        """Unknown parameters that the bot sent."""
        return web.json_response(self._world(request).warnings)

    async def on_events(self, request: web.Request) -> web.StreamResponse:
        """Changes as they happen."""
        return await stream(request, self._world(request))

    async def on_action(self, request: web.Request) -> web.StreamResponse:
        """Something a person does."""
        world = self._world(request)
        form_class, act = ACTIONS.get(request.match_info["action"], (None, None))
        if form_class is None or act is None:
            raise UnknownError(f"nobody can do {request.match_info['action']!r}")
        form = form_class.model_validate_json(await request.text())
        return web.json_response(await act(world, form))

    async def on_upload(self, request: web.Request) -> web.StreamResponse:
        """A photo or document that a person sends."""
        world, form = self._world(request), await request.post()
        file = form["file"]
        if not isinstance(file, web.FileField):
            raise TypeError("`file` must be a file")
        person = person_of(world, int(str(form["person"])))
        chat = chat_of(world, int(str(form.get("chat", person.id))))
        caption: Any = form.get("caption", "")
        content = file.file.read()
        place = _place_of(world, chat, form)
        if form.get("kind") == "photo":
            message = await person.sends_photo(content, caption, in_=chat, **place)
        else:
            message = await person.sends_document(
                file.filename, content, caption, in_=chat, **place
            )
        return web.json_response(message_view(message))

    def _world(self, request: web.Request) -> World:
        world = self._simulator.worlds.get(request.match_info["token"])
        if world is None:
            raise UnknownError("no such world")
        return world


def _place_of(world: World, chat: Chat, form: Mapping[str, Any]) -> dict[str, Any]:
    """What an upload answers, and the topic that it goes to."""
    reply_to, thread = form.get("reply_to"), form.get("thread")
    quoted = message_of(world, chat.id, int(reply_to)) if reply_to else None
    return {"reply_to": quoted, "thread": int(thread) if thread else None}
