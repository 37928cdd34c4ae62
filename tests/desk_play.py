"""Scenes of a day at a committee's desk: who asks what, and what staff do about it (S99)."""

from __future__ import annotations

from dataclasses import dataclass

from simulator import Group, StoredMessage
from tests.handlers.estate_play import labels
from tests.people import find_said
from tests.story_play import KINDS, Reader, pass_to, read
from tests.town import Town

PHONE = "021-62581234"
CALLER = "王阿姨 13800138000"
PRIVATE = "我爸爸每周要做透析，电话13812345678，有人能帮忙吗"
CRY = {"zh-hans": "我爸爸胸口疼，喘不上气", "ja": "父が倒れました、意識がありません"}
DESPAIR = {"zh-hans": "我不想活了", "ja": "もう死にたい"}


@dataclass
class Desk:
    """A committee's desk: three who share the day, and the people of the estate."""

    town: Town
    residents: list[Reader]
    chen: Reader
    li: Reader
    wang: Reader
    group: Group

    @property
    def staff(self) -> tuple[Reader, ...]:
        return self.chen, self.li, self.wang


async def plan_the_days(desk: Desk) -> None:
    """Three shifts a day, so that somebody is there at every hour, and a telephone."""
    chen = desk.chen
    duty = await chen.says("/duty", button="duty_rota")
    await chen.presses(duty, "duty_phone")
    await chen.hears(button="duty_no_phone")
    duty = await chen.says(PHONE, PHONE, button="duty_rota")
    rota = await chen.presses(duty, "duty_rota")
    shifts = {(0, 8): desk.wang, (8, 16): chen, (16, 24): desk.li}
    for day in ("2020-02-02", "2020-02-03"):
        rota = await chen.presses(rota, "duty_day_after")
        for (begin, end), reader in shifts.items():
            rota = await chen.presses(rota, "duty_plan")
            rota = await chen.turns(rota, f"{begin}–{end}", reader.name)
        planned = [
            {
                "starts_at": f"{day}T{begin:02}:00+08:00",
                "ends_at": f"{day}T{end % 24:02}:00+08:00",
                "name": reader.name,
            }
            for (begin, end), reader in shifts.items()
        ]
        assert read(rota) == chen.shown(
            "duty/rota", committee="图们居委会", day=day, shifts=planned, gaps=[]
        )
    for reader in (desk.li, desk.wang):
        await reader.hears(button="duty_open_shift")


async def tap_is_repaired_at_the_second_try(desk: Desk) -> None:
    """№1: asked in the chat, asked back, closed, not solved, opened again, closed, thanked."""
    town, chen, asker = desk.town, desk.chen, desk.residents[0]
    await pass_to(town, "09:00")
    sent = await send_repairs(asker)
    assert "№1" in read(sent)

    await pass_to(town, "09:10")
    notice = await chen.hears("№1", button="work_claim")
    assert "1-101" not in read(notice)
    work = await chen.presses(notice, "work_claim")
    assert "水龙头关不上" in read(work)
    await asker.hears("№1", button="need_look")
    await chen.presses(work, "work_ask")
    await chen.says("哪个水龙头？", "水龙头关不上", button="work_close")

    asked = await asker.hears("哪个水龙头？", button="need_answer")
    await asker.presses(asked, "need_answer")
    await asker.says("厨房的", "№1", button="need_history")
    answered = await chen.hears("№1", button="work_open")
    work = await chen.presses(answered, "work_open")
    assert "厨房的" in read(work)

    await pass_to(town, "10:00")
    await close_as_solved(chen, work, "修好了")
    told = await asker.hears("修好了", button="need_bad")
    await pass_to(town, "10:30")
    await asker.presses(told, "need_bad")
    await asker.says("还在滴水", "№1", button="need_history")

    again = await chen.hears("№1", button="work_claim")
    work = await chen.presses(again, "work_claim")
    assert "还在滴水" in read(work)
    await pass_to(town, "11:10")
    await close_as_solved(chen, work, "换了新的")
    told = await asker.hears("换了新的", button="need_good")
    thanked = await asker.presses(told, "need_good")
    assert asker.label("need_good") not in labels(thanked)


async def send_repairs(asker: Reader) -> StoredMessage:
    kinds = await asker.says("/need", button="need_urgent")
    shown = await asker.turns(
        kinds,
        asker.kind("repairs"),
        asker.choice("repairs", "what", "water"),
        asker.choice("repairs", "since", "today"),
    )
    assert KINDS["repairs"].form.questions[2].words[asker.language] in read(shown)
    photo = await asker.says("水龙头关不上", button="need_skip")
    when = await asker.presses(photo, "need_skip")
    summary = await asker.turns(when, asker.choice("repairs", "come_when", "morning"))
    assert "水龙头关不上" in read(summary)
    return await asker.presses(summary, "need_send")


async def close_as_solved(staff: Reader, work: StoredMessage, words: str) -> None:
    page = await staff.presses(work, "work_close")
    await staff.presses(page, "work_solved")
    await staff.says(words, button="work_reopen")


async def private_words_leave_the_group(desk: Desk) -> None:
    """№2: told where everybody reads it, taken away, and sent to the committee alone."""
    town, chen, asker = desk.town, desk.chen, desk.residents[1]
    await pass_to(town, "11:30")
    said = await asker.person.says(PRIVATE, in_=desk.group)
    along = await asker.hears(PRIVATE, button="need_choose_kind")
    assert desk.group.store.get(said.message_id) is None
    hushed = find_said(desk.group, "🔒")
    assert hushed is not None
    assert hushed.reply_to_message is None

    kinds = await asker.presses(along, "need_choose_kind")
    day = await asker.turns(kinds, asker.kind("other"))
    summary = await asker.presses(day, "need_tomorrow")
    assert PRIVATE in read(summary)
    sent = await asker.presses(summary, "need_send")
    assert "№2" in read(sent)

    await pass_to(town, "11:50")
    notice = await chen.hears("№2", button="work_claim")
    assert PRIVATE not in read(notice)
    assert PRIVATE in read(await chen.presses(notice, "work_claim"))
    await asker.hears("№2", button="need_look")


async def a_caller_is_served(desk: Desk) -> None:
    """№3: a grandmother without Telegram telephones; it is brought to her door."""
    town, chen = desk.town, desk.chen
    await pass_to(town, "13:00")
    title = KINDS["mother-baby"].title[chen.language]
    asked = await chen.says(f"/call 2-103 {title}", button="need_drop")
    asked = await chen.turns(asked, chen.choice("mother-baby", "what", "formula"))
    await chen.presses(asked, "need_done")
    day = await chen.says("2段一罐", button="need_today")
    caller = await chen.presses(day, "need_today")
    assert "2-103" in read(caller)
    summary = await chen.says(CALLER, CALLER, "2段一罐", button="work_enter")
    entered = await chen.presses(summary, "work_enter")
    assert "№3" in read(entered)

    await pass_to(town, "13:05")
    work = await chen.presses(entered, "work_claim")
    assert chen.label("work_ask") not in labels(work)
    work = await chen.presses(work, "work_deliver")
    work = await chen.presses(work, "work_door")
    assert chen.label("work_deliver") not in labels(work)
    await pass_to(town, "13:59")
    page = await chen.presses(work, "work_close")
    page = await chen.presses(page, "work_brought")
    closed = await chen.presses(page, "work_without")
    assert chen.label("work_reopen") in labels(closed)


async def danger_is_answered_before_a_form(desk: Desk) -> None:
    """In the middle of a form: 120 first, then the duty, who has it at one press."""
    town, chen, caller = desk.town, desk.chen, desk.residents[2]
    await pass_to(town, "15:00")
    kinds = await caller.says("/need", button="need_urgent")
    await caller.turns(kinds, caller.kind("other"))
    cry = CRY[caller.language]

    answer = await caller.says(cry)
    assert "120" in read(answer)
    assert PHONE in read(answer)
    await caller.hears(button="urgent_mistake")
    call = await chen.hears(cry, "1-102", button="urgent_take")
    taken = await chen.presses(call, "urgent_take")
    assert chen.label("urgent_done") in labels(taken)
    await caller.hears(caller.shown("emergency/told_taken", kind="danger"))
    await chen.presses(taken, "urgent_done")
    kinds = await caller.says("/need", button="need_resume")
    await caller.presses(kinds, "need_anew")


async def notes_are_handed_over(desk: Desk) -> None:
    town, chen, li = desk.town, desk.chen, desk.li
    await pass_to(town, "15:50")
    page = await chen.presses(await chen.says("/duty", button="duty_notes"), "duty_notes")
    await chen.presses(page, "duty_write_note")
    await chen.hears(button="duty_back")
    await chen.says("№2 等医院回电", button="duty_back")

    await pass_to(town, "16:00")
    await li.hears("№2 等医院回电", PHONE, button="duty_back")
    await chen.hears(button="duty_write_note")


async def nobody_answers_and_the_next_one_is_asked(desk: Desk) -> None:
    """№4: 李 has the duty and does not answer; 王 is next, then all; 王 takes it."""
    town, asker = desk.town, desk.residents[3]
    await pass_to(town, "17:00")
    await asker.person.opens_link("https://t.me/linli_bot?start=need_talk")
    shown = await asker.hears(button="need_drop")
    shown = await asker.turns(
        shown,
        asker.choice("talk", "how", "visit"),
        asker.choice("talk", "come_when", "evening"),
    )
    summary = await asker.presses(shown, "need_skip")
    sent = await asker.presses(summary, "need_send")
    assert "№4" in read(sent)
    await desk.li.hears("№4", button="work_claim")

    await pass_to(town, "17:16")
    await desk.wang.hears("№4", "15", button="work_claim")
    heard_by_chen = [m for m in desk.chen.person.chat.messages if "№4" in read(m)]
    assert heard_by_chen == []
    await pass_to(town, "17:31")
    for reader in desk.staff:
        notice = await reader.hears("№4", "30", button="work_claim")
    await pass_to(town, "17:36")
    await desk.wang.presses(notice, "work_claim")
    await asker.hears("№4", button="need_look")


async def despair_meets_a_person(desk: Desk) -> None:
    """Whoever has the duty takes it; calm words, not a form and not 120 alone."""
    town, li, caller = desk.town, desk.li, desk.residents[0]
    await pass_to(town, "19:00")
    words = DESPAIR[caller.language]
    answer = await caller.says(words, "12356")
    assert PHONE in read(answer)
    call = await li.hears(words, "1-101", button="urgent_take")
    await li.presses(call, "urgent_take")
    await caller.hears(caller.shown("emergency/told_taken", kind="crisis"))
