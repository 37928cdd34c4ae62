"""The lights of supply lines: set by staff, read by everybody, old ones marked (S74)."""

from __future__ import annotations

from simulator import StoredMessage
from tests.people import bound_group, hears, hears_in
from tests.town import Town


async def sets_line(town: Town, name: str, light: str, amount: str, source: str) -> StoredMessage:
    """Staff put a new line down; the list as it stands then."""
    await town.staff.says("/status")
    listed = await hears(town.staff, "Supplies today")
    await town.staff.presses(listed, "➕ Another line")
    await hears(town.staff, "What is it?")
    await town.staff.says(name)
    asked = await hears(town.staff, "How does it stand?")
    await town.staff.presses(asked, light)
    await hears(town.staff, "How much is there?")
    await town.staff.says(amount)
    await hears(town.staff, "Who says so?")
    await town.staff.says(source)
    return await hears(town.staff, "Supplies today")


async def test_staff_set_a_light_and_everybody_reads_it_with_its_source(town: Town) -> None:
    group = await bound_group(town)

    listed = await sets_line(town, "蔬菜", "🟡 Short", "12 吨", "农工商，电话")
    assert "🟡 蔬菜 · 12 吨" in (listed.text or "")

    wang = town.residents[0]
    await wang.says("/status")
    seen = await hears(wang, "蔬菜", "农工商，电话")
    assert seen.reply_markup is None
    await wang.says("/status@linli_bot", in_=group)
    openly = await hears_in(group, wang, "蔬菜", "12 吨")
    assert openly.reply_markup is None


async def test_light_that_nobody_renewed_for_a_day_is_marked_old(town: Town) -> None:
    await sets_line(town, "氧气", "🔴 None", "0 瓶", "卫生服务中心")
    town.clock.advance(24 * 3600 + 60)

    await town.residents[0].says("/status")

    assert await hears(town.residents[0], "氧气", "Older than 24 hours")


async def test_line_is_set_anew_keeps_its_history_and_is_watched_no_longer(town: Town) -> None:
    listed = await sets_line(town, "米", "🟢 Enough", "30 天", "粮库")
    await town.staff.presses(listed, "🟢 米")
    await town.staff.presses(listed, "🚦 Set anew")
    asked = await hears(town.staff, "How does it stand?")
    await town.staff.presses(asked, "🔴 None")
    await town.staff.says("1 天")
    await hears(town.staff, "Who says so?")
    await town.staff.says("粮库值班")
    listed = await hears(town.staff, "🔴 米", "1 天")

    await town.staff.presses(listed, "🔴 米")
    await town.world.settled()
    page = next(m for m in reversed(town.staff.chat.messages) if "newest first" in (m.text or ""))
    text = page.text or ""
    assert text.index("1 天", 20) < text.index("30 天")
    await town.staff.presses(page, "Watch no longer")
    await town.staff.says("/status")

    assert await hears(town.staff, "Nothing has been reported yet")


async def test_residents_cannot_set_a_light(town: Town) -> None:
    await sets_line(town, "米", "🟢 Enough", "30 天", "粮库")
    wang = town.residents[0]
    await wang.says("/status")
    listed = await hears(wang, "米")
    committee = town.place.committee_id

    for data in (f"sl:new:0:{committee}", "sl:set:1:0", "sl:withdraw:1:0", "sl:red:0:0"):
        answer = await wang.presses(listed, data=data)
        assert answer.show_alert
    await wang.says("/status")

    assert await hears(wang, "🟢 米")
