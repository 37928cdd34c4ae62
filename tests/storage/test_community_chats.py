"""Groups and half-finished dialogues, on both databases."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from storage.community import actions, queries
from storage.community.kinds import RoleKind
from storage.outbox.actions import leave, place_card, tell
from storage.outbox.tables import Card, Deed, OutboxMessage, SendState
from storage.work import Work
from tests.storage.community_world import (
    ANNA,
    LATER,
    NOW,
    OTHER_STAFF,
    STAFF,
    World,
    make_world,
)

GROUP, BUILDING_GROUP, OTHER_GROUP, SUPERGROUP = -11, -12, -13, -1001


@pytest.fixture
async def world(work: Work) -> World:
    world = await make_world(work)
    await world.meet(ANNA, OTHER_STAFF)
    return world


async def building(world: World, label: str) -> int:
    views = await world.work.read(queries.list_buildings, world.estate)
    return next(view.id for view in views if view.label == label)


async def bind(world: World, chat: int = GROUP, label: str | None = None) -> queries.ChatView:
    return await world.work.write(
        actions.bind_chat,
        chat,
        world.estate,
        by=STAFF,
        now=NOW,
        building_id=await building(world, label) if label else None,
    )


async def test_a_noticed_group_is_bound_to_nothing(world: World, work: Work) -> None:
    await work.write(actions.note_chat, GROUP, now=NOW, reads_all=True, thread_id=5, language="ja")
    await work.write(actions.note_chat, GROUP, now=LATER)

    chat = await work.read(queries.find_chat, GROUP)

    assert chat is not None
    assert not chat.is_bound
    assert (chat.reads_all, chat.thread_id, chat.language) == (True, 5, "ja")
    assert await work.read(queries.find_chat, -99) is None
    assert await world.audited("chat.noted") == [(None, f"chat:{GROUP}")]


async def test_staff_bind_a_group_with_one_command(world: World, work: Work) -> None:
    chat = await bind(world, label="3")

    assert (chat.estate_id, chat.building, chat.committee_id) == (
        world.estate, "3", world.committee,
    )  # fmt: skip
    assert (chat.language, chat.time_zone) == ("zh-hans", "Asia/Shanghai")
    assert not (await bind(world)).building
    assert len(await world.audited("chat.bound")) == 2


async def test_nobody_else_binds_a_group(world: World, work: Work) -> None:
    other = await work.write(actions.create_committee, "别的居委会", now=NOW)
    await work.write(actions.grant_role, OTHER_STAFF, other, RoleKind.STAFF, now=NOW)
    estate = await work.write(actions.create_estate, other, "东园", now=NOW)
    await bind(world)

    cases = [
        (world.estate, None, None, "anonymous_sender"),
        (world.estate, ANNA, None, "not_staff"),
        (world.estate, 555, None, "not_staff"),
        (world.estate, OTHER_STAFF, None, "not_staff"),
        (estate, OTHER_STAFF, None, "chat_bound_elsewhere"),
        (999, STAFF, None, "not_found"),
        (world.estate, STAFF, 999, "not_found"),
    ]
    for where, by, house, code in cases:
        refused = await world.refused(
            actions.bind_chat, GROUP, where, by=by, now=NOW, building_id=house
        )
        assert refused == code
    for by, code in ((None, "anonymous_sender"), (ANNA, "not_staff"), (OTHER_STAFF, "not_staff")):
        assert await world.refused(actions.unbind_chat, GROUP, by=by, now=NOW) == code
    assert (await work.read(queries.find_chat, GROUP)).estate_id == world.estate  # type: ignore[union-attr]


async def test_a_revoked_right_binds_nothing(world: World, work: Work) -> None:
    role = (await world.actor(STAFF)).roles[0].role_id
    await work.write(actions.revoke_role, role, by=None, now=NOW)

    code = await world.refused(actions.bind_chat, GROUP, world.estate, by=STAFF, now=LATER)

    assert code == "not_staff"


async def test_groups_are_listed_by_their_houses(world: World, work: Work) -> None:
    await bind(world)
    await bind(world, BUILDING_GROUP, "3")
    await bind(world, OTHER_GROUP, "1")
    await work.write(actions.note_chat, -14, now=NOW)

    async def listed(labels: list[str] | None) -> list[int]:
        ids = None if labels is None else [await building(world, label) for label in labels]
        chats = await work.read(queries.list_bound_chats, world.estate, ids)
        return [chat.telegram_id for chat in chats]

    assert await listed(None) == [GROUP, BUILDING_GROUP, OTHER_GROUP]
    assert await listed(["3"]) == [GROUP, BUILDING_GROUP]
    assert await listed([]) == [GROUP]
    assert len(await work.read(queries.list_chats)) == 4
    await work.write(actions.leave_chat, GROUP, now=LATER)
    assert await listed(["3"]) == [BUILDING_GROUP]
    assert len(await work.read(queries.list_chats)) == 3


async def cards(world: World) -> list[tuple[int, int | None, int, bool]]:
    def read(session: Session) -> list[tuple[int, int | None, int, bool]]:
        rows = session.exec(select(Card).order_by("id"))
        return [
            (card.chat_id, card.message_id, card.shown_version, card.gone_at is None)
            for card in rows
        ]

    return await world.work.read(read)


def _fill(session: Session) -> None:
    place_card(session, "relay", 1, GROUP)
    session.flush()
    card = session.exec(select(Card)).one()
    card.message_id, card.shown_version, card.shown_digest = 77, 1, "x"
    tell(session, GROUP, "relay/opened", now=NOW, reply_to=76)
    tell(session, GROUP, "relay/closed", now=NOW)
    session.flush()
    sent = session.exec(select(OutboxMessage).where(OutboxMessage.template == "relay/closed"))
    sent.one().state = SendState.SENT


async def test_binding_to_other_houses_drops_the_cards_of_the_former(
    world: World, work: Work
) -> None:
    await bind(world)
    await work.write(place_card, "relay", 7, GROUP)
    await bind(world)

    def is_gone(session: Session) -> bool:
        return session.exec(select(Card)).one().gone_at is not None

    assert not await work.read(is_gone)
    await bind(world, label="1")
    assert await work.read(is_gone)


async def test_unbinding_and_leaving_end_binding_and_cards(world: World, work: Work) -> None:
    await bind(world)
    await work.write(_fill)

    await work.write(actions.unbind_chat, GROUP, by=STAFF, now=LATER)
    assert not (await work.read(queries.find_chat, GROUP)).is_bound  # type: ignore[union-attr]
    assert await cards(world) == [(GROUP, 77, 1, False)]
    code = await world.refused(actions.unbind_chat, GROUP, by=STAFF, now=LATER)
    assert code == "chat_not_bound"

    await bind(world)
    for _ in range(2):
        await work.write(actions.leave_chat, GROUP, now=LATER)
    await work.write(actions.leave_chat, -99, now=LATER)
    assert len(await world.audited("chat.left")) == 1
    await work.write(actions.note_chat, GROUP, now=LATER)
    assert not (await work.read(queries.find_chat, GROUP)).is_bound  # type: ignore[union-attr]


async def languages(work: Work, chat: int = GROUP) -> tuple[str, ...]:
    return await work.read(queries.list_chat_languages, chat)


async def test_a_group_is_told_things_in_its_own_and_in_further_languages(
    world: World, work: Work
) -> None:
    async def also(language: str, is_wanted: bool = True) -> tuple[str, ...]:
        return await work.write(
            actions.set_also_language, GROUP, language, is_wanted, by=STAFF, now=NOW
        )

    await work.write(actions.note_chat, GROUP, now=NOW)
    assert await languages(work, -99) == await languages(work) == ()
    code = await world.refused(actions.set_also_language, GROUP, "en", True, by=STAFF, now=NOW)
    assert code == "chat_not_bound"
    await bind(world)
    assert await languages(work) == ("zh-hans",)

    assert await also("en") == ("zh-hans", "en")
    assert await also("ja") == await also("en") == ("zh-hans", "en", "ja")
    await work.write(actions.note_chat, GROUP, now=LATER, language="ja")

    assert await languages(work) == ("ja", "en")
    (listed,) = await work.read(queries.list_bound_chats, world.estate)
    assert listed.languages == ("ja", "en")
    assert await also("en", is_wanted=False) == ("ja",)
    assert len(await world.audited("chat.languages")) == 3
    code = await world.refused(actions.set_also_language, GROUP, "fr", True, by=ANNA, now=NOW)
    assert code == "not_staff"


async def test_a_group_keeps_its_own_quiet_hours(world: World, work: Work) -> None:
    night, quiet = (22 * 60, 7 * 60), actions.set_chat_quiet
    await work.write(actions.note_chat, GROUP, now=NOW)
    assert await world.refused(quiet, GROUP, night, by=STAFF, now=NOW) == "chat_not_bound"
    await bind(world)
    assert await world.refused(quiet, GROUP, night, by=ANNA, now=NOW) == "not_staff"
    for span in (night, night, None, night):
        await work.write(quiet, GROUP, span, by=STAFF, now=NOW)
    await work.write(actions.note_chat, GROUP, now=LATER)

    (group,) = await work.read(queries.list_bound_chats, world.estate)
    assert group.quiet == night
    assert len(await world.audited("chat.quiet")) == 3


async def test_staff_hear_once_which_houses_lost_their_group_and_that_it_is_back(
    world: World, work: Work
) -> None:
    await bind(world, label="3")
    houses = {"estate": "图们小区", "building": "3"}

    for _ in range(2):
        await work.write(actions.leave_chat, GROUP, now=LATER)
    removed = [(STAFF, {**houses, "at": LATER.isoformat()})]
    assert await world.told("community/bot_removed") == removed
    assert await world.told("community/bot_returned") == []
    for _ in range(2):
        await work.write(actions.note_chat, GROUP, now=LATER)
    assert await world.told("community/bot_returned") == removed

    # A group that spoke for no houses is nobody's loss.
    await work.write(actions.leave_chat, GROUP, now=LATER)
    await work.write(actions.note_chat, GROUP, now=LATER)
    assert await world.told("community/bot_removed") == removed
    assert await world.told("community/bot_returned") == removed


async def test_what_was_to_be_done_to_messages_of_the_old_group_is_not_tried_in_the_new(
    world: World, work: Work
) -> None:
    await bind(world)

    def leave_deeds(session: Session) -> None:
        for deed in Deed:
            target = None if deed is Deed.SEND else 77
            leave(session, GROUP, deed.value, {}, now=NOW, deed=deed, target_id=target)

    await work.write(leave_deeds)
    for _ in range(2):
        await work.write(actions.migrate_chat, GROUP, SUPERGROUP, now=LATER)

    def read(session: Session) -> set[tuple[str, Deed, int | None, SendState]]:
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.chat_id == SUPERGROUP))
        return {(row.template, row.deed, row.target_id, row.state) for row in rows}

    assert await work.read(read) == {
        ("send", Deed.SEND, None, SendState.WAITING),
        ("edit", Deed.SEND, None, SendState.WAITING),
    }


@pytest.mark.parametrize("is_noted_before", [False, True])
async def test_a_supergroup_takes_over_all_that_is_open(
    world: World, work: Work, is_noted_before: bool
) -> None:
    await bind(world)
    await work.write(_fill)
    if is_noted_before:
        await work.write(actions.note_chat, SUPERGROUP, now=NOW, reads_all=True)

    for _ in range(2):
        await work.write(actions.migrate_chat, GROUP, SUPERGROUP, now=LATER)

    assert await work.read(queries.find_chat, GROUP) is None
    chat = await work.read(queries.find_chat, SUPERGROUP)
    assert chat is not None
    assert (chat.estate_id, chat.reads_all) == (world.estate, is_noted_before)
    assert await cards(world) == [(SUPERGROUP, None, 0, True)]

    def read(session: Session) -> list[tuple[str, int, int | None]]:
        rows = session.exec(select(OutboxMessage).order_by("id"))
        return [(row.template, row.chat_id, row.reply_to) for row in rows]

    assert await work.read(read) == [
        ("relay/opened", SUPERGROUP, None), ("relay/closed", GROUP, None),
    ]  # fmt: skip


async def test_a_card_that_the_supergroup_has_already_stands(world: World, work: Work) -> None:
    await bind(world)
    await work.write(_fill)
    await work.write(place_card, "relay", 1, SUPERGROUP)

    await work.write(actions.migrate_chat, GROUP, SUPERGROUP, now=LATER)

    assert await cards(world) == [(SUPERGROUP, None, 0, True)]


async def test_a_binding_made_in_the_supergroup_already_holds(world: World, work: Work) -> None:
    await bind(world)
    await bind(world, SUPERGROUP, "3")

    await work.write(actions.migrate_chat, GROUP, SUPERGROUP, now=LATER)

    chat = await work.read(queries.find_chat, SUPERGROUP)
    assert chat is not None
    assert chat.building == "3"


async def test_a_dialogue_is_kept_step_by_step(work: Work) -> None:
    await work.write(actions.save_conversation, ANNA, GROUP, "relay.title", {}, now=NOW)
    data = {"title": "口罩", "quantity": 2}
    await work.write(actions.save_conversation, ANNA, GROUP, "relay.item", data, now=LATER)

    found = await work.read(queries.find_conversation, ANNA, GROUP)

    assert found == queries.ConversationView("relay.item", data, LATER)
    assert await work.read(queries.find_conversation, ANNA, ANNA) is None
    for _ in range(2):
        await work.write(actions.end_conversation, ANNA, GROUP)
    assert await work.read(queries.find_conversation, ANNA, GROUP) is None
