"""/why in chat, the code in the group, and the file with which anybody checks the list."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from simulator import Person, StoredMessage
from tests.people import bound_group, hears, newest, open_relay, shows
from tests.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=3) as opened:
        yield opened


async def _asks(town: Town, person: Person, text: str, *words: str) -> StoredMessage:
    await person.says(text)
    return await hears(person, *words)


async def _turns(town: Town, person: Person, message: StoredMessage, label: str) -> StoredMessage:
    """Press a button of a private message that changes into what it asks for."""
    await person.presses(message, label)
    await town.world.settled()
    return newest(town, message)


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "verify.py", "proof.json", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


async def _unpack(town: Town, person: Person, folder: Path) -> None:
    message = await person.next_message()
    while message.document is None:
        message = await person.next_message()
    stored = town.world.files.by_id(message.document.file_id)
    assert stored is not None
    zipfile.ZipFile(io.BytesIO(stored.content)).extractall(folder)


async def test_household_learns_why_and_checks_it_by_itself(town: Town, tmp_path: Path) -> None:
    """From the paper that moved a household back to its own line in the proof."""
    group = await bound_group(town)
    _, card = await open_relay(town, group, capacity=1)
    first, second, _ = town.residents
    for person in (first, second):
        town.clock.advance(5)
        await person.presses(card, 0)
    staff = town.staff
    town.clock.advance(60)
    await staff.says("/add 2-101 x1")
    await town.world.settled()
    await town.told()

    why = await _asks(town, second, "/why", "why you have your place")
    text = why.text or ""
    assert "Your household waits: No. 1" in text
    assert "Telegram: 1" in text
    assert "joined" in text
    assert "2-1" not in text
    assert "住户0" not in text
    check = await _turns(town, second, why, "🧾 Check it yourself")
    command = re.search(r"--line (\d+) --door (\S+) --key (\w+)", check.text or "")
    assert command is not None

    page = await _asks(town, staff, "/relays", "For staff")
    sure = await _turns(town, staff, page, "End early")
    await _turns(town, staff, sure, "Close now")
    posted = await shows(town, group, "名单已封存")
    code = re.search(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}", posted.text or "")
    assert code is not None

    await second.presses(check, "📄 Proof file")
    await _unpack(town, second, tmp_path)
    own = ("--line", command[1], "--door", command[2], "--key", command[3])
    assert _run(tmp_path, "--code", code[0], *own) == (
        0,
        _run(tmp_path, "--code", code[0], *own)[1],
    )
    said = _run(tmp_path, "--code", code[0], *own)[1]
    assert "the code seals the lines 1 to" in said
    assert "is yours: No. 2, waiting, 1 pieces" in said
    assert "PROVED" in said


async def test_why_asks_which_signup_and_answers_who_has_none(town: Town) -> None:
    group = await bound_group(town)
    first, second, _ = town.residents
    for title in ("Masks", "Gloves"):
        _, card = await open_relay(town, group, title=title)
        await first.presses(card, 0)
    assert "no entry" in ((await _asks(town, second, "/why", "entry")).text or "")
    which = await _asks(town, first, "/why", "Which signup")
    why = await _turns(town, first, which, "Masks")
    assert "Masks: why you have your place" in (why.text or "")
    assert "No. 1" in (why.text or "")


async def test_staff_post_the_code_anew_once_lines_were_added(town: Town) -> None:
    group = await bound_group(town)
    await open_relay(town, group, opens_at=town.clock.now() - timedelta(hours=1))
    staff = town.staff
    page = await _asks(town, staff, "/relays", "For staff")
    proof = await _turns(town, staff, page, "🔏 Proof")
    assert "No code was posted yet" in (proof.text or "")
    sure = await _turns(town, staff, await _turns(town, staff, proof, "Back"), "End early")
    page = await _turns(town, staff, sure, "Close now")
    await shows(town, group, "名单已封存")
    await staff.says("/add 1-102 x1 17:30")
    await town.world.settled()
    proof = await _turns(town, staff, page, "🔏 Proof")
    assert "Lines were added" in (proof.text or "")
    proof = await _turns(town, staff, proof, "📣 Post the code")
    assert "This code stands in the groups" in (proof.text or "")
    await shows(town, group, "又加了记录")
