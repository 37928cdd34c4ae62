"""What people tell in private stands in no log and, without the key, in no file."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from bot.starter import shipped_kinds
from simulator import Person, StoredMessage
from storage.requests.actions import seed_all
from tests.handlers.estate_play import turns
from tests.handlers.faq_staff_play import colleague
from tests.handlers.requests_play import text, told
from tests.handlers.runs_play import caption, press_label, says
from tests.people import bound_group, shows
from tests.town import Town, open_town

DRUG = "氯硝西泮片"
STRENGTH = "2毫克的那种"
HOSPITAL = "瑞金医院卢湾分院"
HALF_FILLED = "丙戊酸钠缓释片"
IN_THE_GROUP = "我爸爸每周要做透析，电话13812345678，有人能帮忙吗"
WISHED = "请帮我配药，左甲状腺素快没了"
CALLER = "许阿婆 13900139007"
DOOR_NOTE = "门铃坏了，钥匙在鞋柜第三格"
ASKED_BACK = "上次是哪位医生开的方子"
ANSWERED = "精神科的郁医生"
NOTE = "家属不想让邻居知道"
HAND_OVER = "请在后门找护工老郑拿"
DUTY_NOTE = "302的老人今晚独自在家"
TASK = "给302送成人纸尿裤"
CRY = "我妈妈胸口疼得厉害，喘不上气"
BROKEN = "这条消息里的病情谁也读不到"
SECRETS = (
    DRUG, STRENGTH, HOSPITAL, HALF_FILLED, "13812345678", "左甲状腺素", "许阿婆", "13900139007",
    "鞋柜第三格", ASKED_BACK, "郁医生", NOTE, "护工老郑", DUTY_NOTE, "成人纸尿裤", "胸口疼得厉害",
    BROKEN,
)  # fmt: skip


async def test_private_words_stand_in_no_log_and_no_file(
    sqlite_url: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    set_up_logs("DEBUG")
    caplog.set_level(logging.WARNING)
    async with open_town(sqlite_url, before=timedelta(hours=-1)) as town:
        await town.work.write(seed_all, shipped_kinds(), now=town.clock.now())
        await _tell_everything(town)

    captured = capfd.readouterr()
    logs = captured.out + captured.err + caplog.text
    assert "update_failed" in logs
    assert _found(SECRETS, logs.encode()) == []
    files = _read_files(tmp_path)
    assert _found(["图们小区", "住户0"], files) == ["图们小区", "住户0"]
    assert _found(SECRETS, files) == []


def _read_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("linli.db*"))


def _found(words: Iterable[str], where: bytes) -> list[str]:
    """Those that stand there, written plainly or as JSON writes them."""
    return [
        each for each in words if each.encode() in where or json.dumps(each)[1:-1].encode() in where
    ]


async def _tell_everything(town: Town) -> None:
    """Each of the secrets is said where people say such things, and read by who may read it."""
    wang, li, zhao, sun = town.residents
    await _asks_for_medicine(wang)
    await _opens_form(li, "medicine")
    await says(li, HALF_FILLED, "2/")
    await says(zhao, WISHED, "Medicine")
    await _telephones(town.staff)
    await _is_worked_on(town, wang)
    await _is_fetched(town)
    await _is_said_on_duty(town.staff)
    await says(sun, CRY, "120")
    await told(town, town.staff, CRY)
    group = await bound_group(town, reads_all=True)
    await zhao.says(IN_THE_GROUP, in_=group)
    await shows(town, group, "took a message away")
    await told(town, zhao, IN_THE_GROUP)
    await town.app.switchboard.handle({"update_id": 9, "message": {"text": BROKEN, "chat": 1}})


async def _asks_for_medicine(person: Person) -> None:
    await _opens_form(person, "medicine")
    await says(person, DRUG, "2/")
    asked = await says(person, STRENGTH, "3/")
    asked = await turns(person, asked, "2")
    asked = await turns(person, asked, "Only this once")
    asked = await _press(person, asked, "need_skip", "need_tomorrow")
    asked = await says(person, HOSPITAL, "district")
    asked = await turns(person, asked, "This district")
    await person.sends_photo()
    photographed = await person.next_message()
    summary = await _press(person, photographed, "need_done")
    assert all(each in text(summary) for each in (DRUG, STRENGTH, HOSPITAL))
    assert "№1" in text(await _press(person, summary, "need_send"))


async def _opens_form(person: Person, slug: str) -> None:
    await person.opens_link(f"https://t.me/linli_bot?start=need_{slug}")
    await person.next_message()


async def _press(person: Person, message: StoredMessage, *names: str) -> StoredMessage:
    """Press buttons one after the other in the same message."""
    for name in names:
        message = await turns(person, message, caption(name))
    return message


async def _telephones(staff: Person) -> None:
    """Somebody calls, and staff write down who and what."""
    asked = await says(staff, f"/call 2-101 Something else {DOOR_NOTE}", "2/2")
    await turns(staff, asked, caption("need_tomorrow"))
    summary = await says(staff, CALLER, CALLER, "鞋柜第三格")
    await _press(staff, summary, "work_enter")


async def _is_worked_on(town: Town, requester: Person) -> None:
    """The medicine is taken, asked about, noted on and handed to a colleague."""
    staff, other = town.staff, await colleague(town)
    page = await _press(staff, await told(town, staff, "№1"), "work_claim")
    assert DRUG in text(page)
    await _press(staff, page, "work_ask")
    page = await says(staff, ASKED_BACK, "№1")
    question = await told(town, requester, ASKED_BACK)
    await requester.presses(question, caption("need_answer"))
    await says(requester, ANSWERED)
    page = await _press(staff, await told(town, staff, "answered you"), "work_open")
    assert ANSWERED in text(page)
    await _press(staff, page, "work_note")
    page = await says(staff, NOTE, NOTE)
    await press_label(staff, await _press(staff, page, "work_assign"), "🤝 李干事")
    await says(staff, HAND_OVER, "№1")
    page = await _press(other, await told(town, other, "№1"), "work_open")
    assert HAND_OVER in text(page)


async def _is_fetched(town: Town) -> None:
    """A run to the hospital is planned, with whom to meet there."""
    staff = town.staff
    board = await says(staff, "/runs", "Medicine runs")
    group = await press_label(staff, board, HOSPITAL)
    run = await _press(staff, group, "run_plan")
    await _press(staff, run, "run_handover")
    await says(staff, HAND_OVER, HAND_OVER)


async def _is_said_on_duty(staff: Person) -> None:
    """A note for the next on duty, and a task with a household in its words."""
    desk = await says(staff, "/duty", "duty")
    await staff.presses(await turns(staff, desk, caption("duty_notes")), caption("duty_write_note"))
    await says(staff, DUTY_NOTE, "Kept")
    tasks = await says(staff, "/tasks", "Tasks")
    await staff.presses(tasks, caption("task_new"))
    draft = await says(staff, TASK, TASK)
    await _press(staff, draft, "task_publish")
