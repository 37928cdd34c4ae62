"""Two processes on one PostgreSQL: forms go on across both, two who claim at once are one owner."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlmodel import Session, select

from handlers.requests.staff._callbacks import WorkPress
from locales.renderer import Renderer
from simulator import CallbackAnswer, Person, Simulator, StoredMessage
from storage.audit.tables import AuditRecord
from storage.community.kinds import RoleKind
from storage.community.tables import Person as PersonRow
from storage.community.tables import Role
from storage.requests.queries import RequestView
from tests.balancer import Balancer, open_balancer
from tests.builders import OPENING
from tests.handlers.requests_play import text
from tests.killed import START_PATIENCE, Process
from tests.needs_crowd import PATIENCE, PAUSING, Crowd, open_crowd, sees
from tests.town import SECRET

ASKED = 6
REFUSED = Renderer().words("en", "UTC").error


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def crowd(simulator: Simulator, postgres_url: str) -> AsyncIterator[Crowd]:
    async with open_crowd(simulator, postgres_url, seed=random.randrange(10_000)) as opened:
        yield opened


async def test_two_staff_at_two_processes_leave_one_owner_and_one_delivery(
    simulator: Simulator, crowd: Crowd, postgres_url: str, tmp_path: Path
) -> None:
    pair = (crowd.staff, await _colleague(crowd))
    async with open_balancer(2) as balancer, AsyncExitStack() as stack:
        await _start_both(stack, balancer, crowd, simulator.base_url, postgres_url, tmp_path)
        balancer.settled.update({person.id: which for which, person in enumerate(pair)})
        crowd.let(*(crowd.asks(person) for person in crowd.askers[PAUSING : PAUSING + ASKED]))
        await crowd.all_done()
        requests = await crowd.requests()
        assert len(requests) == ASKED
        assert min(balancer.handed) > ASKED

        for request in requests:
            await _claim_at_once(crowd, pair, request)
        for request in await crowd.requests():
            await _deliver_at_once(crowd, pair, request)
        await _assert_the_audit_names_them(crowd)


async def _start_both(
    stack: AsyncExitStack,
    balancer: Balancer,
    crowd: Crowd,
    api_url: str,
    database_url: str,
    folder: Path,
) -> None:
    starting = []
    for port in balancer.ports:
        own = folder / str(port)
        own.mkdir()
        process = Process(
            crowd.world,
            api_url,
            database_url,
            own,
            webhook_url=balancer.url,
            webhook_secret=SECRET,
            listen_port=str(port),
            models="false",
        )
        starting.append(stack.enter_async_context(process))
    await asyncio.gather(*starting)
    async with asyncio.timeout(START_PATIENCE):
        while len(crowd.world.calls("setWebhook")) < len(balancer.ports):
            await crowd.world.changed.next()


async def _colleague(crowd: Crowd) -> Person:
    person = crowd.world.person("李干事", language_code="en")
    person.chat.is_started = True
    await crowd.work.write(_appoint, person.id)
    return person


def _appoint(session: Session, person_id: int) -> None:
    session.add(PersonRow(id=person_id, name="李干事", reachable=True, seen_at=OPENING))
    session.flush()
    committee_id = session.exec(select(Role.committee_id)).one()
    session.add(
        Role(
            person_id=person_id,
            committee_id=committee_id,
            kind=RoleKind.STAFF,
            granted_at=OPENING,
        )
    )


async def _claim_at_once(crowd: Crowd, pair: tuple[Person, Person], request: RequestView) -> None:
    answers = await _press_at_once(pair, request, WorkPress(request_id=request.id, act="claim"))

    owner = await _only_winner(pair, answers, REFUSED("need_claimed"))
    assert (await _now(crowd, request)).owner_id == owner.id
    await _is_told_once(crowd, request, "works on it now")


async def _deliver_at_once(crowd: Crowd, pair: tuple[Person, Person], request: RequestView) -> None:
    press = WorkPress(request_id=request.id, act="how", value="door")
    answers = await _press_at_once(pair, request, press)

    bringer = await _only_winner(pair, answers, REFUSED("need_delivered"))
    assert (await _now(crowd, request)).delivered_by == bringer.id
    await _is_told_once(crowd, request, "brought to your door")


async def _press_at_once(
    pair: tuple[Person, Person], request: RequestView, press: WorkPress
) -> list[CallbackAnswer]:
    notices = [await _notice(person, request) for person in pair]
    return await asyncio.gather(
        *(
            person.presses(notice, data=press.pack(), timeout=PATIENCE)
            for person, notice in zip(pair, notices, strict=True)
        )
    )


async def _notice(person: Person, request: RequestView) -> StoredMessage:
    """The message that came to staff about a request, with whatever buttons it has now."""

    def find() -> StoredMessage | None:
        said = (each for each in person.chat.messages if each.is_by_bot)
        return next((each for each in said if f"wr:{request.id}:" in _carried(each)), None)

    found: StoredMessage = await person.chat.wait_until(find, PATIENCE)
    return found


def _carried(message: StoredMessage) -> str:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return " ".join(each.callback_data or "" for row in rows for each in row)


async def _only_winner(
    pair: tuple[Person, Person], answers: list[CallbackAnswer], refusal: str
) -> Person:
    """Who was not refused; the other was, and was told so."""
    texts = [answer.text or "" for answer in answers]
    assert sorted(texts) == ["", refusal]
    return pair[texts.index("")]


async def _now(crowd: Crowd, request: RequestView) -> RequestView:
    return next(each for each in await crowd.requests() if each.id == request.id)


async def _is_told_once(crowd: Crowd, request: RequestView, words: str) -> None:
    requester = next(person for person in crowd.askers if person.id == request.person_id)
    await sees(requester, words, f"№{request.number}")
    told = [each for each in requester.chat.messages if words in text(each)]
    assert len(told) == 1


async def _assert_the_audit_names_them(crowd: Crowd) -> None:
    records = await crowd.work.read(lambda session: session.exec(select(AuditRecord)).all())
    counts = Counter(
        (each.action, each.actor_id) for each in records if each.subject.startswith("request:")
    )
    requests = await crowd.requests()
    for action, actors in (
        ("request.claimed", Counter(each.owner_id for each in requests)),
        ("request.delivered", Counter(each.delivered_by for each in requests)),
        ("request.asked", Counter(each.person_id for each in requests)),
    ):
        assert {who: n for (what, who), n in counts.items() if what == action} == actors
