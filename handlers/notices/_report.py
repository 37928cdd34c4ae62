"""How a notice arrived, group by group, problems first (S42: every group, one source)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from handlers.context import Context
from handlers.keyboards import button, find_page, keyboard, turning_row
from handlers.notices._callbacks import NoticePress, ReportPress
from handlers.notices._page import describe_report, head
from handlers.notices._talk import find_own_notice
from handlers.routes import Keyboard
from handlers.talk import to_the_minute
from locales.renderer import Words
from storage.errors import RuleError
from storage.notices.queries import count_copies, find_report, list_copies

A_PAGE = 12
RUNS_SHOWN = 4


async def on_report(context: Context, press: CallbackQuery, data: ReportPress) -> None:
    """A page of groups; a private chat is only counted: whose it is, is nobody's business."""
    notice = await find_own_notice(context, data.notice_id)
    report = await context.work.read(find_report, notice.id, data.run_id or None)
    if report is None:
        raise RuleError("stale_button")
    number, pages = find_page(
        await context.work.read(count_copies, report.run.id), data.page, A_PAGE
    )
    copies = await context.work.read(
        list_copies, report.run.id, most=A_PAGE, offset=number * A_PAGE
    )
    await context.redraw(
        press,
        "notices/report",
        **head(notice),
        report=describe_report(report),
        copies=[
            {
                "building": each.building,
                "estate": each.estate,
                "language": each.language,
                "arrived": each.state.value,
                "failure": each.failure,
                "at": to_the_minute(each.at) if each.at else None,
            }
            for each in copies
        ],
        runs=[{"run_id": run.id, "number": run.number} for run in report.runs[:RUNS_SHOWN]],
        page=number,
        pages=pages,
    )
    await context.answer(press, "")


def _report_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id, run_id = params["notice_id"], params["report"]["run_id"]

    def press(run: int, page: int = 0) -> ReportPress:
        return ReportPress(notice_id=notice_id, run_id=run, page=page)

    others = [
        button(words, "notice_run", press(each["run_id"]), n=each["number"])
        for each in params["runs"]
        if each["run_id"] != run_id
    ]
    turns = turning_row(words, params, lambda page: press(run_id, page))
    refresh = button(words, "refresh", press(run_id, params["page"]))
    back = button(words, "notice_back", NoticePress(notice_id=notice_id))
    return keyboard(turns, others, [refresh, back])


KEYBOARDS: dict[str, Keyboard] = {"notices/report": _report_keyboard}
