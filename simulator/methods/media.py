"""Photos, documents, spoken messages and albums, and downloading them."""

from itertools import count
from typing import Any

from aiogram import types
from aiogram.enums import ChatAction
from aiogram.methods import (
    GetFile,
    SendChatAction,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVoice,
)

from simulator.errors import bad_request, not_offered
from simulator.files import DOWNLOAD_LIMIT, FEWEST_IN_ALBUM, MOST_IN_ALBUM, StoredFile
from simulator.messages import StoredMessage
from simulator.methods.access import find_user, writable_chat
from simulator.methods.registry import offers
from simulator.methods.sending import (
    caption_fields,
    post,
    read_call_caption,
    read_place,
    send,
)
from simulator.text.formatting import read_caption
from simulator.world import World

ALBUMS = count(13_500_000_000_000_001)
CHAT_ACTIONS = frozenset(action.value for action in ChatAction)


@offers
def send_photo(world: World, call: SendPhoto) -> StoredMessage:
    """A picture with a caption."""
    return send(
        world,
        call,
        photo=_file(world, call.photo, "photo").as_photo(),
        has_media_spoiler=call.has_spoiler,
        show_caption_above_media=call.show_caption_above_media,
        **caption_fields(read_call_caption(world, call)),
    )


@offers
def send_document(world: World, call: SendDocument) -> StoredMessage:
    """A file with a caption."""
    return send(
        world,
        call,
        document=_file(world, call.document, "document").as_document(),
        **caption_fields(read_call_caption(world, call)),
    )


@offers
def send_voice(world: World, call: SendVoice) -> StoredMessage:
    """A spoken message with a caption."""
    return send(
        world,
        call,
        voice=_file(world, call.voice, "voice").as_voice(),
        **caption_fields(read_call_caption(world, call)),
    )


@offers
def send_media_group(world: World, call: SendMediaGroup) -> list[StoredMessage]:
    """An album of photos, or of documents."""
    if not FEWEST_IN_ALBUM <= len(call.media) <= MOST_IN_ALBUM:
        words = "few" if len(call.media) < FEWEST_IN_ALBUM else "many"
        raise bad_request(f"too {words} messages to send as an album")
    contents = [media_content(world, item) for item in call.media]
    if any("photo" in one for one in contents) and any("document" in one for one in contents):
        raise bad_request("document can't be mixed with other media types")
    chat = writable_chat(world, call.chat_id)
    place = read_place(chat, call)
    world.flood.pass_(chat.id, is_group=chat.is_group, count=len(contents))
    album = str(next(ALBUMS))
    return [post(chat, call, place, media_group_id=album, **one) for one in contents]


def media_content(world: World, media: Any) -> dict[str, Any]:
    """An InputMedia as the fields of a message; raises Refusal."""
    caption = caption_fields(
        read_caption(
            media.caption,
            media.parse_mode,
            media.caption_entities,
            lambda user_id: find_user(world, user_id),
        )
    )
    if isinstance(media, types.InputMediaPhoto):
        stored = _file(world, media.media, "photo")
        return caption | {"photo": stored.as_photo(), "has_media_spoiler": media.has_spoiler}
    if isinstance(media, types.InputMediaDocument):
        return caption | {"document": _file(world, media.media, "document").as_document()}
    raise not_offered(f"media of type {media.type}")


def _file(world: World, given: Any, kind: str) -> StoredFile:
    name = str(given)
    if name.startswith(("http://", "https://")):
        raise not_offered("files fetched from the network")
    stored = world.files.by_id(name)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(
            f"type of file mismatch: can't use file of type {stored.kind.title()} as {kind.title()}"
        )
    return stored


@offers
def get_file(world: World, call: GetFile) -> types.File:
    """Where to download a file; refused over 20 MB."""
    stored = world.files.by_id(call.file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.as_file()


@offers
def send_chat_action(world: World, call: SendChatAction) -> bool:
    """`typing` and its kin."""
    chat = writable_chat(world, call.chat_id)
    if call.action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(call.action)
    world.publish("action", call.action, chat_id=chat.id)
    return True
