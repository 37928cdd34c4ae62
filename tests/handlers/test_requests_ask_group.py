"""What a group sees of needs: counts with a floor, and nothing that tells of a household."""

from __future__ import annotations

from simulator import Group, members
from storage.requests import actions
from storage.requests.actions import NewRequest
from storage.requests.kinds import Channel
from tests.handlers.estate_play import newcomer
from tests.handlers.requests_play import (
    MEDICINE,
    SUPPLIES,
    kind_of,
    newest_of,
    offer,
    own_lines,
    says,
    sends,
    text,
    told,
    turns,
    writes,
)
from tests.people import bound_group, everything_said, find_said, hears_in, shows, until
from tests.town import Town

PRIVATE = "我爸爸每周要做透析，电话13812345678，有人能帮忙吗"


async def _need(town: Town, households: int) -> None:
    """So many households ask for baby goods, as staff entered it."""
    kind = await kind_of(town, SUPPLIES)
    for household in town.place.households[:households]:
        new = NewRequest(kind.id, household, {"what": "奶粉"}, "zh-hans", Channel.PHONE)
        await town.work.write(actions.enter, new, by=town.staff.id, now=town.clock.now())


async def test_a_group_sees_counts_from_five_households_on(town: Town) -> None:
    await offer(town, SUPPLIES)
    group = await bound_group(town)
    await _need(town, 4)

    # The group reads the committee's language.
    await town.staff.says("/needs@linli_bot", in_=group)
    await until(town, lambda: find_said(group, "💊"))
    assert find_said(group, "🍼") is None
    await _need(town, 5)
    assert "5" in await _line(town, group)

    many = find_said(group, "🍼 母婴用品")
    assert many is not None
    assert (await town.staff.presses(many, 0)).url == "https://t.me/linli_bot?start=need"
    assert (await town.staff.presses(many, 1)).url == "https://t.me/linli_bot?start=sos"
    assert not any("奶粉" in said for said in everything_said(town.world))


async def _line(town: Town, group: Group) -> str:
    """What a group is told of baby goods."""
    since = len(group.messages)
    await town.staff.says("/needs@linli_bot", in_=group)
    said = await until(
        town,
        lambda: next((m for m in group.messages[since:] if "🍼 母婴用品" in text(m)), None),
    )
    return next(line for line in text(said).splitlines() if "🍼" in line)


async def test_counts_belong_to_a_bound_group(town: Town) -> None:
    group = await town.group()
    await town.staff.says("/needs@linli_bot", in_=group)
    await hears_in(group, town.staff, "bind")

    refused = await writes(town.residents[0], "/needs")
    assert "group" in text(refused)


async def test_private_details_are_taken_out_of_the_group(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    group = await _watched_group(town)
    resident = town.residents[0]
    since = len(town.world.requests)

    said = await resident.says(PRIVATE, in_=group)
    hushed = await shows(town, group, "took a message away")

    assert town.world.chats[group.id].store.get(said.message_id) is None
    assert hushed.reply_to_message is None
    _tells_nothing(town, group, since)
    along = await told(town, resident, "out of the group", "透析")
    kinds = await turns(resident, along, says("choose_kind"))
    summary = await turns(resident, kinds, "🍼 Baby goods")
    assert PRIVATE in text(summary)
    await sends(resident, summary)
    assert (await newest_of(town, resident)).answers == {"what": PRIVATE}


async def test_who_wrote_it_deletes_it_where_the_bot_may_not(town: Town) -> None:
    await offer(town, MEDICINE)
    group = await _watched_group(town, may_delete=False)
    resident = town.residents[0]

    said = await resident.says(PRIVATE, in_=group)
    hushed = await shows(town, group, "Please delete it")

    assert hushed.reply_to_message is not None
    assert hushed.reply_to_message.message_id == said.message_id
    await told(town, resident, "Please delete your message")


async def test_somebody_unknown_to_the_bot_finds_the_words_by_the_link(town: Town) -> None:
    await offer(town, SUPPLIES)
    group = await _watched_group(town)
    person = newcomer(town)
    await group.add(person)

    await person.says(PRIVATE, in_=group)
    hushed = await shows(town, group, "took a message away")
    link = (await person.presses(hushed, says("in_private"))).url
    assert link is not None
    await person.opens_link(link)
    await told(town, person, "door")
    await person.says("2-101")
    kinds = await told(town, person, "What do you need?")
    summary = await turns(person, kinds, "🍼 Baby goods")

    assert PRIVATE in text(summary)


async def test_everyday_words_and_lines_of_a_relay_stay(town: Town) -> None:
    await offer(town, MEDICINE)
    group = await _watched_group(town)
    resident = town.residents[0]

    for words in ("谢谢大家！", "12345热线打得通吗", "+1", "3号楼501 报名2份"):
        said = await resident.says(words, in_=group)
        await town.world.settled()
        assert town.world.chats[group.id].store.get(said.message_id) is not None
    assert find_said(group, "private") is None
    assert await own_lines(town, resident) == ()


async def _watched_group(town: Town, *, may_delete: bool = True) -> Group:
    """A bound group in which the bot reads everything, and may delete or not."""
    group = await bound_group(town, reads_all=True)
    if not may_delete:
        rights = members.ADMIN_RIGHTS - members.CHANNEL_RIGHTS - {"can_delete_messages"}
        group.set_member(members.administrator(town.world.bot, rights=rights), town.staff.user)
        await town.world.settled()
    return group


def _tells_nothing(town: Town, group: Group, since: int) -> None:
    said = [each for each in everything_said(town.world, since) if str(group.id) in each]
    assert said
    assert not any(word in each for each in said for word in ("透析", "138", "住户0"))
