"""A notice as an A4 page for the lobby (S12, S38)."""

from __future__ import annotations

import asyncio

from handlers.context import Context
from handlers.links import private_link
from locales.notice_sheet import NoticeSheet, notice_page
from storage.community.queries import find_committee
from storage.local_time import local_day
from storage.notices.queries import NoticeView
from storage.notices.rules import FACT_NAMES


async def send_paper(context: Context, notice: NoticeView, language: str) -> None:
    """Send it as a PDF in one of its languages; its code leads to the same words on a phone."""
    text = notice.text_for(language)
    facts = {**notice.text_for(notice.language).facts, **text.facts}
    committee = await context.work.read(find_committee, notice.committee_id)
    zone = committee.time_zone if committee else "UTC"
    at = notice.sent_at or notice.send_at or context.received_at
    sheet = NoticeSheet(
        committee=notice.committee,
        kind=notice.kind.value,
        day=local_day(at, zone),
        text=text.text,
        facts=[(name, facts[name]) for name in FACT_NAMES if facts.get(name)],
        link=private_link(context.services.username, f"notice_{notice.id}"),
        asks_ack=notice.asks_ack,
    )
    words = context.services.renderer.words(text.language, zone)
    content = await asyncio.to_thread(notice_page, words, sheet)
    await context.send_file(f"linli-notice-{notice.number}-{text.language}.pdf", content)
