"""The papers of a relay as files, in private, for staff."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from handlers.context import Context
from handlers.links import private_link
from handlers.relay.prints._facts import find_heading, make_form, make_notice, paper_words
from locales.join_card import draw_join_card
from locales.relay_forms import lobby_sheets, mailbox_forms
from locales.relay_lists import WallLine, WallTable, relay_list_page, relay_tables_page
from locales.relay_wall import relay_notice_page
from storage.community.doors import mask_door
from storage.errors import RuleError
from storage.relay.boards import Flag, House, list_lines, list_tables
from storage.relay.boards.actions import note_export
from storage.relay.queries import RelayView

MOST_FORMS = 600
"""Doors of one file: three a page are two hundred sheets of paper."""


async def send_notice(context: Context, relay: RelayView, language: str) -> None:
    """The notice for the lobby."""
    words = await paper_words(context, relay, language)
    notice = await make_notice(context, words, relay)
    content = await asyncio.to_thread(relay_notice_page, words, notice)
    await context.send_file(f"linli-relay-{relay.id}-notice-{words.language}.pdf", content)


async def send_card(context: Context, relay: RelayView, _language: str) -> None:
    """How to join, as a picture to be sent on (S38)."""
    link = private_link(context.services.username, f"r_{relay.id}")
    content = await asyncio.to_thread(draw_join_card, link)
    await context.send_picture("join.png", content, "relay/join_card", title=relay.title)


async def send_list(context: Context, relay: RelayView, language: str) -> None:
    """The public list: numbers, masked doors, states (S16)."""
    lines = await context.work.read(list_lines, relay.id)
    if not lines:
        raise RuleError("relay_nobody_joined")
    words = await paper_words(context, relay, language)
    heading = await find_heading(context, relay)
    shown = [
        WallLine(line.place, mask_door(line.door), line.quantity, line.flag.value) for line in lines
    ]
    at = context.received_at
    content = await asyncio.to_thread(lambda: relay_list_page(words, heading, shown, at=at))
    await context.send_file(f"linli-relay-{relay.id}-list-{words.language}.pdf", content)


async def send_tables(context: Context, relay: RelayView, language: str) -> None:
    """Every building in numbers (S08)."""
    tables = await context.work.read(list_tables, relay.id)
    words = await paper_words(context, relay, language)
    heading = await find_heading(context, relay)
    shown = [
        WallTable(
            label=table.label,
            households=table.households,
            joined=table.joined,
            admitted=table.admitted,
            waiting=table.waiting,
            called=table.called,
            collected=table.collected,
            pieces=table.pieces,
        )
        for table in tables
    ]
    at = context.received_at
    content = await asyncio.to_thread(lambda: relay_tables_page(words, heading, shown, at=at))
    await context.send_file(f"linli-relay-{relay.id}-buildings-{words.language}.pdf", content)


async def send_lobby(
    context: Context, relay: RelayView, language: str, houses: Sequence[House]
) -> None:
    """A sheet of empty lines for each lobby (S29)."""
    words = await paper_words(context, relay, language)
    form = await make_form(context, words, relay)
    labels = [house.label for house in houses]
    content = await asyncio.to_thread(lobby_sheets, words, form, labels)
    await context.send_file(f"linli-relay-{relay.id}-lobby-{words.language}.pdf", content)


async def send_forms(
    context: Context, relay: RelayView, language: str, houses: Sequence[House]
) -> None:
    """A form for every mailbox whose household has not joined (S41)."""
    doors = [door.door for house in houses for door in house.doors if door.flag is Flag.NONE]
    if not doors:
        raise RuleError("relay_all_joined")
    if len(doors) > MOST_FORMS:
        raise RuleError("too_many_forms", count=len(doors), limit=MOST_FORMS)
    by, now = context.person_id, context.received_at
    await context.work.write(note_export, relay.id, "forms", by=by, now=now)
    words = await paper_words(context, relay, language)
    form = await make_form(context, words, relay)
    content = await asyncio.to_thread(mailbox_forms, words, form, doors)
    await context.send_file(f"linli-relay-{relay.id}-forms-{words.language}.pdf", content)
