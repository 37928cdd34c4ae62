"""/posters: a printable page with a QR code for every building, sent as a file."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.community._estates import choose_estate
from handlers.context import Context
from handlers.links import building_link
from locales.posters import Poster, choose_languages, posters_page
from storage.community.queries import EstateView, find_committee, list_buildings


async def on_posters(context: Context, _message: Message, _argument: str) -> None:
    """Send the file, for the only estate or the one that is chosen."""
    context.check_private()
    estate = await choose_estate(context, "posters")
    if estate is not None:
        await send_posters(context, None, estate)


async def send_posters(context: Context, _press: CallbackQuery | None, estate: EstateView) -> None:
    """The committee's language on the posters stands first, the asker's second."""
    buildings = await context.work.read(list_buildings, estate.id)
    committee = await context.work.read(find_committee, estate.committee_id)
    assert committee is not None
    username = context.services.username
    page = posters_page(
        context.services.renderer,
        estate.name,
        [Poster(each.label, building_link(username, each.link_code)) for each in buildings],
        choose_languages(committee.language, (await context.words()).language),
    )
    await context.say("community/posters", estate=estate.name)
    await context.send_file("linli-posters.html", page)
