"""Staff's page of a relay's vouchers: paper, the pharmacy's list, and who may collect."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.links import private_link
from handlers.relay._manage import find_own_relay
from handlers.relay.vouchers import _list
from handlers.relay.vouchers._callbacks import OfficePress
from handlers.relay.vouchers._facts import voucher_facts
from handlers.talk import forget, show
from locales.relay_vouchers import PaperVoucher, pharmacy_csv, pharmacy_page, vouchers_page
from storage.community.queries import list_buildings
from storage.errors import RuleError
from storage.proxies.readers import list_readers
from storage.relay.queries import RelayView
from storage.relay.vouchers.collecting import mark_delivered, note_sheet
from storage.relay.vouchers.collectors import invite_collector, revoke_collector
from storage.relay.vouchers.kinds import Validity
from storage.relay.vouchers.queries import list_collectors
from storage.relay.vouchers.showing import Shown, show_vouchers


async def on_press(context: Context, press: CallbackQuery, data: OfficePress) -> None:
    """Every button of the page."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    if data.act != "take":
        await forget(context, _list.STEP)
    await act(context, press, relay, data.value)
    await context.answer(press, "")


async def _show_page(context: Context, press: CallbackQuery, relay: RelayView, _value: int) -> None:
    shown = await context.work.read(show_vouchers, relay.id)
    on_paper = await _keep_unreached(context, shown)
    vouchers = [each.voucher for each in shown]
    await show(
        context,
        press,
        "relay/vouchers",
        relay_id=relay.id,
        title=relay.title,
        given=len(vouchers),
        collected=sum(each.collected_at is not None for each in vouchers),
        paid=sum(each.is_paid for each in vouchers),
        on_paper=len(on_paper),
        delivered=sum(each.voucher.delivered_at is not None for each in on_paper),
    )


async def _keep_unreached(context: Context, shown: tuple[Shown, ...]) -> list[Shown]:
    """The vouchers of households that nobody can be told of here: they need theirs on paper."""
    households = {each.voucher.household_id for each in shown}
    readers = await context.work.read(list_readers, households, context.received_at)
    return [each for each in shown if not readers.get(each.voucher.household_id)]


async def _ask_which(context: Context, press: CallbackQuery, relay: RelayView, _value: int) -> None:
    """Paper vouchers of which building; those that were not brought yet are counted."""
    shown = await context.work.read(show_vouchers, relay.id)
    on_paper = await _keep_unreached(context, shown)
    waiting = [each.voucher.building_id for each in on_paper if not each.voucher.delivered_at]
    buildings = await context.work.read(list_buildings, relay.estate_id)
    await show(
        context,
        press,
        "relay/vouchers_print",
        relay_id=relay.id,
        title=relay.title,
        count=len(waiting),
        buildings=[
            {"id": each.id, "label": each.label, "count": waiting.count(each.id)}
            for each in buildings
            if each.id in waiting
        ],
    )


async def _list_paper(context: Context, relay: RelayView, building_id: int) -> list[Shown]:
    """The paper vouchers of a building, or of all, that are not in a mailbox yet."""
    buildings = frozenset({building_id}) if building_id else None
    shown = await context.work.read(show_vouchers, relay.id, building_ids=buildings)
    on_paper = await _keep_unreached(context, shown)
    return [each for each in on_paper if each.voucher.delivered_at is None]


async def _print(context: Context, _press: CallbackQuery, relay: RelayView, value: int) -> None:
    on_paper = await _list_paper(context, relay, value)
    if not on_paper:
        raise RuleError("vouchers_none")
    words = context.services.renderer.words((await context.words()).language, relay.time_zone)
    username = context.services.username
    papers = [
        PaperVoucher(voucher_facts(each), private_link(username, f"v_{each.voucher.code}"))
        for each in on_paper
    ]
    content = await asyncio.to_thread(vouchers_page, words, relay.estate, papers)
    by, now = context.person_id, context.received_at
    await context.work.write(note_sheet, relay.id, "printed", len(papers), by=by, now=now)
    await context.send_file(f"linli-vouchers-{relay.id}.pdf", content)
    await context.say(
        "relay/vouchers_printed", relay_id=relay.id, building_id=value, count=len(papers)
    )


async def _deliver(context: Context, press: CallbackQuery, relay: RelayView, value: int) -> None:
    numbers = [each.voucher.number for each in await _list_paper(context, relay, value)]
    by, now = context.person_id, context.received_at
    await context.work.write(mark_delivered, relay.id, numbers, by=by, now=now)
    await _show_page(context, press, relay, value)


async def _export(context: Context, _press: CallbackQuery, relay: RelayView, value: int) -> None:
    """What is left to collect: numbers, codes and pieces, never a name or a door (S39)."""
    shown = await context.work.read(show_vouchers, relay.id)
    facts = [voucher_facts(each) for each in shown if each.voucher.validity is Validity.VALID]
    if not facts:
        raise RuleError("vouchers_none")
    words = context.services.renderer.words((await context.words()).language, relay.time_zone)
    by, now = context.person_id, context.received_at
    await context.work.write(note_sheet, relay.id, "exported", len(facts), by=by, now=now)
    if value:
        content = await asyncio.to_thread(pharmacy_page, words, relay.title, relay.item, facts)
        await context.send_file(f"linli-pharmacy-{relay.id}.pdf", content)
    else:
        await context.send_file(f"linli-pharmacy-{relay.id}.csv", pharmacy_csv(words, facts))


async def _invite(context: Context, _press: CallbackQuery, relay: RelayView, _value: int) -> None:
    by, now = context.person_id, context.received_at
    code = await context.work.write(invite_collector, relay.id, "", by=by, now=now)
    link = private_link(context.services.username, f"vp_{code}")
    await context.say("relay/collector_invited", relay_id=relay.id, title=relay.title, link=link)


async def _show_collectors(
    context: Context, press: CallbackQuery, relay: RelayView, _value: int
) -> None:
    found = await context.work.read(list_collectors, relay.id, context.received_at)
    await show(
        context,
        press,
        "relay/collectors",
        relay_id=relay.id,
        title=relay.title,
        collectors=[
            {
                "id": each.id,
                "number": place,
                "is_used": each.person_id is not None,
                "collected": each.collected,
                "until": each.expires_at.isoformat(),
            }
            for place, each in enumerate(found, start=1)
        ],
    )


async def _revoke(context: Context, press: CallbackQuery, relay: RelayView, value: int) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(revoke_collector, value, by=by, now=now)
    await _show_collectors(context, press, relay, value)


_ACTS: dict[str, Any] = {
    "show": _show_page,
    "which": _ask_which,
    "print": _print,
    "delivered": _deliver,
    "export": _export,
    "invite": _invite,
    "people": _show_collectors,
    "revoke": _revoke,
    "read": _list.ask,
    "take": _list.take,
}
