"""What tests of policy answers share: entries in force, and a matcher that does as it is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from aiogram.types import Message

from handlers.answering import Candidate, Finding, Tier
from simulator import Group
from storage.faq import actions
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.kinds import EntryKind, EntryState
from storage.faq.queries import ItemView, QuestionView, find_question, list_items
from storage.local_time import local_day
from tests.people import bound_group
from tests.town import Town

TESTING: dict[str, tuple[str, str]] = {
    "zh-hans": ("周末在哪里做核酸检测？", "周末在南门广场采样，上午七点到九点。"),
    "zh-hant": ("週末在哪裡做核酸檢測？", "週末在南門廣場採樣，上午七點到九點。"),
    "en": ("Where can I get tested at the weekend?", "At the south gate square, 7 to 9 a.m."),
    "ja": ("週末のPCR検査はどこで受けられますか？", "南門広場で、午前7時から9時までです。"),
    "ko": ("주말에 PCR 검사는 어디서 받나요?", "남문 광장에서 오전 7시부터 9시까지입니다."),
    "fr": ("Où se faire tester le week-end ?", "Place de la porte sud, de 7 h à 9 h."),
}
DELIVERIES: dict[str, tuple[str, str]] = {
    "zh-hans": ("快递送到哪里去取？", "放在东门货架，志愿者每天两次送到楼下。"),
    "en": ("Where do I pick up parcels?", "From the shelf at the east gate."),
}
EMERGENCY: dict[str, tuple[str, str]] = {
    "zh-hans": ("突发急病没有核酸报告怎么办？", "先打120，急诊不看核酸报告，再告诉居委会。"),
    "en": ("An emergency without a test report?", "Call 120 first, then the committee."),
}
# Seconds after which nothing more is expected to be said.
SILENCE = 0.3
# Nothing in any entry is like it.
FOREIGN = "小猫会不会弹钢琴？"


async def seed(
    town: Town,
    slug: str,
    said: Mapping[str, tuple[str, str]] = TESTING,
    *,
    kind: EntryKind = EntryKind.TESTING,
    state: EntryState = EntryState.IN_FORCE,
    **facts: Any,
) -> int:
    """An entry as the committee published it yesterday; returns its number."""
    now = town.clock.now()
    yesterday = local_day(now - timedelta(days=1), "Asia/Shanghai")
    known: dict[str, Any] = {"issued_on": yesterday, "valid_from": yesterday} | facts
    words = tuple(
        EntryWords(code, question, (), answer, "采样通知", "图们居委会")
        for code, (question, answer) in said.items()
    )
    return await town.work.write(
        actions.save_entry,
        town.place.committee_id,
        EntryFile(slug, next(iter(said)), EntryFacts(kind, **known), words),
        by=town.staff.id,
        now=now,
        state=state,
    )


def today(town: Town) -> date:
    """The committee's day."""
    return local_day(town.clock.now(), "Asia/Shanghai")


async def listening_group(town: Town) -> Group:
    """A bound group in which staff let the bot answer plain questions."""
    group = await bound_group(town, reads_all=True)
    await town.work.write(
        actions.set_listens, group.id, True, by=town.staff.id, now=town.clock.now()
    )
    await town.world.settled()
    return group


async def silent(group: Group, town: Town) -> bool:
    """Whether the bot says nothing that resident 3 has not read yet."""
    await town.world.settled()
    try:
        await town.residents[3].next_message(SILENCE, in_=group)
    except TimeoutError:
        return True
    return False


async def quiet_group(town: Town, *, listens: bool = False) -> Group:
    """A bound group in which all that was said was read by resident 3."""
    group = await (listening_group(town) if listens else bound_group(town, reads_all=True))
    while not await silent(group, town):
        pass
    return group


async def waiting(town: Town) -> tuple[ItemView, ...]:
    """What waits for the person on duty."""
    return await town.work.read(list_items, town.place.committee_id)


async def question(town: Town, number: int) -> QuestionView:
    """A question that was kept."""
    found = await town.work.read(find_question, number)
    assert found is not None
    return found


async def count_kept(town: Town) -> int:
    """How many questions were kept: they are numbered from 1."""
    number = 0
    while await town.work.read(find_question, number + 1) is not None:
        number += 1
    return number


def links(message: Message) -> dict[str, str]:
    """The links behind the buttons under a message."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return {button.text: button.url for row in rows for button in row if button.url}


@dataclass
class Guesses:
    """A matcher that finds what the test says, whatever is asked; what is not `among` never."""

    tier: Tier = Tier.CHOICE
    entry_ids: Sequence[int] = ()
    is_warm: bool = True
    heard: list[str] = field(default_factory=list)

    async def find(
        self,
        committee_id: int,
        text: str,
        language: str,
        among: Collection[int],
        *,
        strict: bool = False,
    ) -> Finding:
        """Offer the entries that were laid out."""
        self.heard.append(text)
        candidates = tuple(Candidate(each, 1.0) for each in self.entry_ids if each in among)
        if not candidates or (strict and self.tier is not Tier.SURE):
            return Finding(Tier.NONE, candidates)
        return Finding(self.tier, candidates, choices=len(candidates))

    async def find_alike(self, text: str, others: Sequence[str]) -> int | None:
        """The same words ask the same."""
        return others.index(text) if text in others else None


def guess(town: Town, tier: Tier, *entry_ids: int) -> Guesses:
    """Let the bot find these entries from now on."""
    guesses = Guesses(tier, entry_ids)
    # The switchboard holds these services; a test has no other way to its matcher.
    object.__setattr__(town.app.services, "matcher", guesses)
    return guesses
