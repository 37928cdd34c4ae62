"""Questions kept, brought to a person, answered for all who asked, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.community import actions as community
from storage.faq import actions, queries
from storage.faq.kinds import EntryKind, EntryState, Feedback, ItemState, Outcome
from storage.faq.tables import FaqItem, FaqQuestion
from storage.outbox.claims import settle_message
from storage.outbox.tables import OutboxMessage, SendState
from storage.work import Work
from tests.builders import STAFF
from tests.storage.faq_world import (
    DAY,
    GROUP,
    NOW,
    OTHER_STAFF,
    TODAY,
    World,
    bind_group,
    make_file,
    make_world,
)

BY: dict[str, Any] = {"by": STAFF, "now": NOW}
ANNA, BEN, CLEO = 1000, 1001, 1002
MAKE: dict[str, Any] = {
    "kind": EntryKind.DELIVERIES,
    "question": "快递可以送进小区吗？",
    "source": "小区快递通知",
    "issued_on": TODAY,
    "valid_until": date(2022, 5, 1),
}


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def unreach(world: World, person: int) -> None:
    await world.work.write(community.set_reachable, person, False)


async def settle(world: World, item_id: int, reply: str = "可以，放在门口货架。") -> Any:
    return await world.work.write(actions.settle_item, item_id, reply, "zh-hans", **BY)


async def test_question_is_kept_as_it_was_asked(world: World) -> None:
    question_id = await world.ask(ANNA, "问" * 10_000)

    kept = await world.question(question_id)

    assert kept is not None
    assert (kept.text, kept.outcome, kept.feedback) == ("问" * 400, Outcome.UNKNOWN, None)
    assert (kept.asked_at, kept.certainty, kept.is_in_group) == (NOW, 0.5, False)
    assert await world.work.read(queries.count_questions, ANNA) == 1
    assert await world.work.read(queries.count_questions, BEN) == 0


async def test_message_that_comes_again_is_the_same_question(world: World) -> None:
    first = await world.ask(ANNA, chat=GROUP, message=7)

    assert await world.ask(ANNA, chat=GROUP, message=7) == first
    assert await world.ask(ANNA, chat=GROUP, message=8) != first
    assert await world.ask(ANNA, message=7) != first


async def test_feedback_is_the_askers_own(world: World) -> None:
    question_id = await world.ask(ANNA)
    entry_id = await world.save()

    for who, question in ((BEN, question_id), (STAFF, question_id), (ANNA, 404)):
        refusals = [
            await world.refused(actions.mark_feedback, question, Feedback.HELPFUL, by=who),
            await world.refused(actions.choose_entry, question, entry_id, by=who),
        ]
        assert {refusal.code for refusal in refusals} == {"stale_button"}

    await world.work.write(actions.mark_feedback, question_id, Feedback.HELPFUL, by=ANNA)
    last = await world.work.write(actions.mark_feedback, question_id, Feedback.NOT_HELPFUL, by=ANNA)
    chosen = await world.work.write(actions.choose_entry, question_id, entry_id, by=ANNA)
    assert (last.feedback, chosen.entry_id) == (Feedback.NOT_HELPFUL, entry_id)
    assert await world.question(question_id) == chosen


async def test_hand_over_is_not_unsaid(world: World) -> None:
    question_id = await world.ask(ANNA, outcome=Outcome.OFFERED)
    entry_id = await world.save()
    await world.work.write(actions.mark_feedback, question_id, Feedback.TO_A_PERSON, by=ANNA)
    await world.open(question_id)

    await world.work.write(actions.choose_entry, question_id, entry_id, by=ANNA)
    kept = await world.work.write(actions.mark_feedback, question_id, Feedback.HELPFUL, by=ANNA)

    assert (kept.entry_id, kept.feedback) == (None, Feedback.TO_A_PERSON)


async def test_only_the_committees_own_entry_is_chosen(world: World) -> None:
    other = await world.work.write(community.create_committee, "别的居委会", now=NOW)
    foreign = await world.work.write(
        actions.save_entry, other, make_file(), by=None, now=NOW, state=None
    )
    draft = await world.save(make_file("draft"), state=None)
    question_id = await world.ask(ANNA)

    for entry_id in (foreign, draft, 404):
        refusal = await world.refused(actions.choose_entry, question_id, entry_id, by=ANNA)
        assert refusal.code == "stale_button"


async def test_unanswered_question_comes_to_the_duty_once(world: World) -> None:
    await world.work.write(community.take_duty, 1, by=OTHER_STAFF, now=NOW)
    question_id = await world.ask(ANNA, "快递能进小区吗")

    item = await world.open(question_id)
    again = await world.open(question_id)

    assert item == again
    assert (item.state, item.text, item.language, item.askers) == (
        ItemState.OPEN,
        "快递能进小区吗",
        "zh-hans",
        1,
    )
    assert await world.told("faq/item_new") == [
        (
            OTHER_STAFF,
            {"item_id": item.id, "text": "快递能进小区吗", "language": "zh-hans", "askers": 1},
        )
    ]
    assert (await world.work.read(queries.list_items, 1)) == (item,)


async def test_without_a_duty_all_reachable_staff_hear_of_it(world: World) -> None:
    await world.open(await world.ask(ANNA))

    assert [person for person, _ in await world.told("faq/item_new")] == [STAFF, OTHER_STAFF]


async def test_what_nobody_could_be_told_of_is_told_once_somebody_can(world: World) -> None:
    for person in (STAFF, OTHER_STAFF):
        await unreach(world, person)
    item = await world.open(await world.ask(ANNA))
    assert not item.is_told
    assert await world.work.write(actions.announce_items, NOW) == 0

    await world.work.write(community.set_reachable, STAFF, True)
    told = [await world.work.write(actions.announce_items, NOW + DAY) for _ in range(2)]

    assert told == [1, 0]
    assert [person for person, _ in await world.told("faq/item_new")] == [STAFF]
    assert (await world.item(item.id)).is_told


async def test_settled_item_is_announced_no_more(world: World) -> None:
    for person in (STAFF, OTHER_STAFF):
        await unreach(world, person)
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    await world.work.write(community.set_reachable, STAFF, True)

    assert await world.work.write(actions.announce_items, NOW) == 0


async def test_whoever_takes_the_duty_hears_how_much_waits(world: World) -> None:
    async def take() -> None:
        await world.work.write(community.take_duty, 1, **BY)

    await take()
    assert await world.told("faq/waiting") == []
    await world.work.write(community.leave_duty, 1, **BY)
    for _ in range(2):
        item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    for _ in range(2):
        await take()

    assert await world.told("faq/waiting") == [(STAFF, {"committee_id": 1, "waiting": 1})]


async def test_alike_questions_are_one_item_that_grows(world: World) -> None:
    await world.work.write(community.take_duty, 1, **BY)
    item = await world.open(await world.ask(ANNA, "快递能进小区吗"))
    for person in range(1001, 1006):
        await world.open(await world.ask(person, f"快递呢{person}"), item.id)
    await world.open(await world.ask(ANNA, "还是快递"), item.id)

    grown = await world.item(item.id)

    assert (grown.askers, grown.text) == (6, "快递能进小区吗")
    assert len(await world.told("faq/item_new")) == 1
    assert [
        (person, params["askers"]) for person, params in await world.told("faq/item_grows")
    ] == [(STAFF, 5)]
    questions = await world.work.read(queries.list_questions, item.id)
    assert len(questions) == 7


async def test_same_words_join_by_themselves(world: World) -> None:
    item = await world.open(await world.ask(ANNA, "Parcels  at the gate?"))

    joined = await world.open(await world.ask(BEN, "parcels at the gate？"))
    other = await world.open(await world.ask(CLEO, "Parcels?"))

    assert joined.id == item.id != other.id
    await settle(world, item.id)
    assert (await world.open(await world.ask(CLEO, "parcels at the gate?"))).id > other.id


async def test_one_person_opens_ten_items_an_hour(world: World) -> None:
    for number in range(10):
        await world.open(await world.ask(ANNA, f"问{number}"))
    eleventh = await world.ask(ANNA, "问10")

    refusal = await world.refused(actions.open_item, eleventh, alike=None, now=NOW)

    assert (refusal.code, refusal.params) == ("faq_too_many", {"most": 10})
    joined = await world.open(await world.ask(ANNA, "问3"))
    assert joined.askers == 1
    await world.open(await world.ask(BEN, "别人问的"))
    await world.open(eleventh, now=NOW + timedelta(hours=1))


def make_question(text: str, item_id: int) -> FaqQuestion:
    return FaqQuestion(
        committee_id=1,
        person_id=ANNA,
        chat_id=ANNA,
        language="zh-hans",
        text=text,
        outcome=Outcome.UNKNOWN,
        item_id=item_id,
        asked_at=NOW,
    )


async def test_what_waits_is_listed_by_its_first_words(world: World) -> None:
    def fill(session: Session) -> None:
        for number in range(1, 203):
            item = FaqItem(id=number, committee_id=1, opened_at=NOW)
            session.add(item)
            session.flush()
            for text in (f"问{number}", "还有呢"):
                session.add(make_question(text, item_id=number))
        item.state = ItemState.DISMISSED

    await world.work.write(fill)

    waiting = await world.work.read(queries.list_waiting, 1)

    assert len(waiting) == 200
    assert waiting[:2] == ((201, "问201"), (200, "问200"))
    assert waiting[-1] == (2, "问2")


async def test_item_that_was_settled_or_is_anothers_is_not_joined(world: World) -> None:
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    other = await world.work.write(community.create_committee, "别的居委会", now=NOW)

    second = await world.open(await world.ask(BEN), item.id)
    third = await world.work.write(
        actions.open_item,
        await world.work.write(
            actions.record_question,
            committee_id=other,
            person_id=CLEO,
            chat_id=CLEO,
            message_id=None,
            thread_id=None,
            language="fr",
            text="?",
            outcome=Outcome.UNKNOWN,
            entry_id=None,
            certainty=None,
            now=NOW,
        ),
        alike=second.id,
        now=NOW,
    )

    assert len({item.id, second.id, third.id}) == 3
    assert third.committee_id == other


async def test_question_that_is_gone_opens_nothing(world: World) -> None:
    refusal = await world.refused(actions.open_item, 404, alike=None, now=NOW)

    assert refusal.code == "stale_button"


async def test_answer_reaches_everybody_who_asked_once(world: World) -> None:
    """In private where that arrives, else where they asked; who is out of reach is counted."""
    await bind_group(world)
    item = await world.open(await world.ask(ANNA, "快递？"))
    await world.open(await world.ask(ANNA, "快递还是不行吗"), item.id)
    await world.open(await world.ask(BEN, "快递能进吗", chat=GROUP, message=70), item.id)
    await world.open(await world.ask(BEN, "快递？？", chat=GROUP, message=71), item.id)
    await world.open(await world.ask(CLEO, "colis ?", language="fr"), item.id)
    await unreach(world, BEN)
    await unreach(world, CLEO)

    done = await settle(world, item.id)

    assert (done.told, done.missed, done.item.state) == (2, 1, ItemState.ANSWERED)
    assert (done.item.reply, done.item.reply_language) == ("可以，放在门口货架。", "zh-hans")
    common = {
        "item_id": item.id,
        "reply": "可以，放在门口货架。",
        "reply_language": "zh-hans",
        "issuer": "图们居委会",
        "at": NOW.isoformat(),
    }
    assert await world.told("faq/reply") == [
        (ANNA, {"question": "快递？", **common}),
        (GROUP, {"question": "快递能进吗", **common}),
    ]

    def replied_to(session: Session) -> list[int | None]:
        query = select(OutboxMessage).where(OutboxMessage.template == "faq/reply")
        return [row.reply_to for row in session.exec(query.order_by("id"))]

    assert await world.work.read(replied_to) == [None, 70]


async def test_group_that_is_let_go_gets_no_reply(world: World) -> None:
    await bind_group(world)
    item = await world.open(await world.ask(BEN, chat=GROUP))
    await unreach(world, BEN)
    await world.work.write(community.unbind_chat, GROUP, **BY)

    done = await settle(world, item.id)

    assert (done.told, done.missed) == (0, 1)


async def test_reply_in_a_group_that_migrated_stands_alone(world: World) -> None:
    """Its messages have other numbers there: replying to the old one would hit another's."""
    new = -100_2001
    await bind_group(world)
    item = await world.open(await world.ask(BEN, chat=GROUP, message=5))
    await unreach(world, BEN)
    await world.work.write(community.migrate_chat, GROUP, new, now=NOW)
    await world.ask(ANNA, chat=new, message=5)

    await settle(world, item.id)

    assert [chat for chat, _ in await world.told("faq/reply")] == [new]
    (question,) = await world.work.read(queries.list_questions, item.id)
    assert (question.chat_id, question.message_id) == (new, None)


async def test_settled_item_is_settled(world: World) -> None:
    entry_id = await world.save()
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)

    refused = [
        await world.refused(actions.settle_item, item.id, "别的", "zh-hans", **BY),
        await world.refused(actions.settle_with_entry, item.id, entry_id, **BY),
        await world.refused(actions.dismiss_item, item.id, **BY),
    ]

    assert {refusal.code for refusal in refused} == {"faq_item_settled"}
    assert len(await world.told("faq/reply")) == 1
    assert await world.work.read(queries.list_items, 1) == ()
    (kept,) = await world.work.read(queries.list_items, 1, state=ItemState.ANSWERED)
    assert (await world.work.read(queries.list_items, 1, state=None)) == (kept,)


@pytest.mark.parametrize(
    ("reply", "code"), [(" \n", "faq_answer_empty"), ("答" * 1501, "faq_text_too_long")]
)
async def test_reply_is_held_to_the_same_limits(world: World, reply: str, code: str) -> None:
    item = await world.open(await world.ask(ANNA))

    refusal = await world.refused(actions.settle_item, item.id, reply, "zh-hans", **BY)

    assert refusal.code == code
    assert (await world.item(item.id)).state is ItemState.OPEN


async def test_only_staff_settle(world: World) -> None:
    entry_id = await world.save()
    item = await world.open(await world.ask(ANNA))
    who: dict[str, Any] = {"by": ANNA, "now": NOW}

    refused = [
        await world.refused(actions.settle_item, item.id, "好", "zh-hans", **who),
        await world.refused(actions.settle_with_entry, item.id, entry_id, **who),
        await world.refused(actions.dismiss_item, item.id, **who),
        await world.refused(actions.entry_from_item, item.id, **MAKE, **who),
    ]

    assert {refusal.code for refusal in refused} == {"not_staff"}
    missing = await world.refused(actions.dismiss_item, 404, **BY)
    assert (missing.code, missing.params) == ("not_found", {"kind": "item"})


async def test_item_is_answered_with_an_entry_in_force(world: World) -> None:
    draft = await world.save(make_file("draft"), state=None)
    entry_id = await world.save()
    item = await world.open(await world.ask(ANNA, "封多久"))
    refused = [
        await world.refused(actions.settle_with_entry, item.id, draft, **BY),
        await world.refused(actions.settle_with_entry, item.id, 404, **BY),
    ]
    assert [refusal.code for refusal in refused] == ["faq_not_in_force", "not_found"]

    done = await world.work.write(actions.settle_with_entry, item.id, entry_id, **BY)

    assert (done.told, done.item.entry_id, done.item.state) == (
        1,
        entry_id,
        ItemState.ANSWERED,
    )
    assert await world.told("faq/reply_entry") == [
        (ANNA, {"item_id": item.id, "question": "封多久", "entry_id": entry_id})
    ]
    assert await world.work.write(actions.entry_from_item, item.id, **MAKE, **BY) == entry_id


async def test_dismissed_item_tells_its_askers_once(world: World) -> None:
    item = await world.open(await world.ask(ANNA, "封到哪天？"))
    await world.open(await world.ask(ANNA, "还要多久"), item.id)
    await world.open(await world.ask(BEN, "几号解封"), item.id)

    gone = await world.work.write(actions.dismiss_item, item.id, **BY)

    assert await world.told("faq/closed") == [
        (ANNA, {"item_id": item.id, "question": "封到哪天？"}),
        (BEN, {"item_id": item.id, "question": "几号解封"}),
    ]

    assert gone.state is ItemState.DISMISSED
    assert await world.told("faq/reply") == []
    assert ("faq.item_dismissed", STAFF, f"faq_item:{item.id}") in await world.audited()


async def lose(world: World, template: str) -> None:
    """Telegram says that its reader has blocked the bot."""

    def settle_all(session: Session) -> None:
        query = select(OutboxMessage.id).where(
            OutboxMessage.template == template, OutboxMessage.chat_id > 0
        )
        for row_id in session.exec(query).all():
            assert row_id is not None
            settle_message(session, row_id, SendState.UNREACHABLE, now=NOW)

    await world.work.write(settle_all)


async def test_reply_that_did_not_arrive_is_said_in_the_group_once(world: World) -> None:
    """They blocked the bot after they asked, which shows only when the reply is sent."""
    await bind_group(world)
    item = await world.open(await world.ask(ANNA, "猫怎么办？", chat=GROUP, message=70))
    await world.open(await world.ask(BEN, "猫呢"), item.id)
    await settle(world, item.id)
    assert await world.work.write(actions.say_in_groups, NOW) == 0
    (_, said), _ = await world.told("faq/reply")
    await lose(world, "faq/reply")

    told = [await world.work.write(actions.say_in_groups, NOW + n * DAY / 4) for n in range(3)]

    assert told == [1, 0, 0]
    assert (await world.told("faq/reply"))[2:] == [(GROUP, said)]


async def test_nothing_is_said_in_a_group_of_who_left_or_long_ago(world: World) -> None:
    await bind_group(world)
    for person in (ANNA, BEN):
        item = await world.open(await world.ask(person, chat=GROUP))
        await world.work.write(actions.dismiss_item, item.id, **BY)
    await lose(world, "faq/closed")
    await world.work.write(community.forget_person, ANNA, now=NOW)

    assert await world.work.write(actions.say_in_groups, NOW + 2 * DAY) == 0
    assert await world.work.write(actions.say_in_groups, NOW) == 1
    await world.work.write(community.forget_person, BEN, now=NOW)
    assert await world.told("faq/closed") == []


async def test_reply_becomes_an_entry_with_one_tap(world: World) -> None:
    item = await world.open(await world.ask(ANNA, "快递能进小区吗？"))
    early = await world.refused(actions.entry_from_item, item.id, **MAKE, **BY)
    await settle(world, item.id)

    entry_id = await world.work.write(actions.entry_from_item, item.id, **MAKE, **BY)
    again = await world.work.write(
        actions.entry_from_item, item.id, **MAKE, by=OTHER_STAFF, now=NOW
    )

    view = await world.entry(entry_id)
    assert (early.code, again) == ("faq_item_open", entry_id)
    assert (view.state, view.kind) == (EntryState.IN_FORCE, EntryKind.DELIVERIES)
    words = view.source_text
    assert (words.language, words.question) == ("zh-hans", "快递可以送进小区吗？")
    assert words.answer == "可以，放在门口货架。"
    assert (words.source, words.issuing_body) == ("小区快递通知", "图们居委会")
    assert (view.issued_on, view.valid_from, view.valid_until) == (
        TODAY,
        TODAY,
        date(2022, 5, 1),
    )
    assert (view.checked_by, view.checked_at, view.owner_id) == (STAFF, NOW, STAFF)
    assert (await world.item(item.id)).entry_id == entry_id
    assert (await world.work.read(queries.list_passages, 1))[0].entry_id == entry_id


async def test_entry_takes_over_nothing_that_residents_wrote(world: World) -> None:
    """What they ask may say who they are and what ails them; staff read one wording at most."""
    private = ["我是3-502王伟，电话13800000000，哪里取药？", "1-101老李要左洛复"]
    item = await world.open(await world.ask(ANNA, private[0]))
    await world.open(await world.ask(BEN, private[1]), item.id)
    await settle(world, item.id)

    entry_id = await world.work.write(actions.entry_from_item, item.id, **MAKE, **BY)

    (text,) = (await world.entry(entry_id)).texts.values()
    assert (text.question, text.variants) == ("快递可以送进小区吗？", ())


async def test_entry_needs_a_question(world: World) -> None:
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)

    refusal = await world.refused(
        actions.entry_from_item, item.id, **(MAKE | {"question": " "}), **BY
    )

    assert refusal.code == "faq_question_empty"


async def test_entry_that_may_not_be_published_leaves_the_item_as_it_is(world: World) -> None:
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id, "请拨打[[电话]]。")

    refusal = await world.refused(actions.entry_from_item, item.id, **MAKE, **BY)
    over = await world.refused(
        actions.entry_from_item,
        item.id,
        **(MAKE | {"issued_on": TODAY - 9 * DAY, "valid_until": TODAY - DAY}),
        **BY,
    )

    assert (refusal.code, over.code) == ("faq_needs_filling", "faq_needs_filling")
    assert (await world.item(item.id)).entry_id is None
