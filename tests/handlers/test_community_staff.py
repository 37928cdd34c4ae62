"""Roles: one-time invitations, the list, ends and limits."""

from __future__ import annotations

import re
from datetime import timedelta

from simulator import StoredMessage
from storage.community.kinds import RoleKind
from tests.handlers.estate_play import (
    actor,
    asks,
    building,
    labels,
    newcomer,
    newest,
    text_of,
    turns,
)
from tests.town import Town


async def invite(town: Town, button: str, where: str = "Whole committee") -> str:
    """Staff make a link."""
    listed = await asks(town.staff, "/staff")
    await town.staff.presses(listed, button)
    if button != "Invite staff":
        await town.staff.presses(newest(listed, town.staff), where)
    message = await town.staff.next_message()
    found = re.search(r"https://t\.me/\S+", text_of(message))
    assert found is not None
    return found[0]


async def invite_lead(town: Town, name: str) -> StoredMessage:
    """A lead who has accepted; returns their role as staff see it."""
    lead = newcomer(town, name)
    await lead.opens_link(await invite(town, "Invite a building lead"))
    assert "building lead" in text_of(await lead.next_message())
    listed = await asks(town.staff, "/staff")
    return await turns(town.staff, listed, f"{name} · lead")


async def test_an_invitation_makes_staff_once(town: Town) -> None:
    link = await invite(town, "Invite staff")
    first, second = newcomer(town, "李干事"), newcomer(town, "坏人")

    await first.opens_link(link)
    assert "You are now staff" in text_of(await first.next_message())
    await second.opens_link(link)
    assert "has been used" in text_of(await second.next_message())
    await first.opens_link(link)
    assert "You are now staff" in text_of(await first.next_message())

    assert (await actor(town, first)).is_staff(town.place.committee_id)
    assert not (await actor(town, second)).roles
    assert "Residents of" in text_of(await asks(first, "/residents"))


async def test_an_invitation_ends_by_itself(town: Town) -> None:
    link = await invite(town, "Invite a volunteer")
    person = newcomer(town)

    town.clock.advance(timedelta(days=2, seconds=1).total_seconds())
    await person.opens_link(link)

    assert "too old" in text_of(await person.next_message())
    assert not (await actor(town, person)).roles


async def test_an_invitation_in_a_group_gives_nothing(town: Town) -> None:
    link = await invite(town, "Invite staff")
    group = await town.group()

    await town.residents[0].says(f"/start@linli_bot {link.partition('=')[2]}", in_=group)

    await group.wait_until(lambda: "private chat" in text_of(group.messages[-1]))
    assert not (await actor(town, town.residents[0])).roles


async def test_a_made_up_invitation_is_refused(town: Town) -> None:
    person = newcomer(town)

    await person.opens_link("https://t.me/linli_bot?start=s_AAAAAAAAAAAAAAAAAAAAAA")

    assert "not valid" in text_of(await person.next_message())
    assert not (await actor(town, person)).roles


async def test_staff_take_a_role_away_after_a_question(town: Town) -> None:
    role = await invite_lead(town, "李楼长")

    question = await turns(town.staff, role, "Take the role away")
    assert "It ends at once" in text_of(question)
    listed = await turns(town.staff, question, "Yes, take it away")

    assert "李楼长" not in text_of(listed)
    gone = await town.staff.presses(question, data=_revoke(question))
    assert "does not exist any more" in text_of(gone)


def _revoke(question: StoredMessage) -> str:
    assert question.reply_markup is not None
    return question.reply_markup.inline_keyboard[-1][0].callback_data or ""


async def test_an_invitation_may_be_for_one_building(town: Town) -> None:
    lead, helper = newcomer(town, "李楼长"), newcomer(town, "小张")
    await lead.opens_link(await invite(town, "Invite a building lead", "2"))
    assert "building lead" in text_of(await lead.next_message())
    await helper.opens_link(await invite(town, "Invite a volunteer", "1"))
    assert "/volunteer" in text_of(await helper.next_message())

    rights = [right for person in (lead, helper) for right in (await actor(town, person)).roles]
    two, one = (await building(town, "2")).id, (await building(town, "1")).id
    assert [(right.kind, right.building_id) for right in rights] == [
        (RoleKind.LEAD, two),
        (RoleKind.VOLUNTEER, one),
    ]
    assert rights[0].expires_at is None
    assert rights[1].expires_at is not None


async def test_a_lead_is_limited_to_a_building(town: Town) -> None:
    role = await invite_lead(town, "李楼长")
    lead = next(person for person in town.world.people.values() if "李" in person.user.first_name)

    choice = await turns(town.staff, role, "Limit to one building")
    assert labels(choice) == ["1", "2", "Back"]
    limited = await turns(town.staff, choice, "2")

    assert "Only for building 2." in text_of(limited)
    (right,) = (await actor(town, lead)).roles
    assert (right.kind, right.building_id) == (RoleKind.LEAD, (await building(town, "2")).id)


async def test_the_last_member_of_staff_stays(town: Town) -> None:
    listed = await asks(town.staff, "/staff")
    role = await turns(town.staff, listed, labels(listed)[0])
    assert labels(role) == ["Take the role away", "Back"]
    question = await turns(town.staff, role, "Take the role away")

    answer = await town.staff.presses(question, "Yes, take it away")

    assert "last member of staff" in text_of(answer)
    assert (await actor(town, town.staff)).is_staff(town.place.committee_id)


async def test_a_lead_is_no_staff(town: Town) -> None:
    lead = newcomer(town)
    await lead.opens_link(await invite(town, "Invite a building lead"))
    await lead.next_message()

    answer = await asks(lead, "/staff")

    assert "Only the committee's staff" in text_of(answer)
    assert newest(answer, lead).reply_markup is None
