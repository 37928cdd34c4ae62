"""`linli demo`, as a newcomer plays it: the shipped bot, the sample estate, a real browser."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from bot.commands.demo import TOKEN, demo_settings
from bot.commands.demo_cast import ENGLISH_DOOR, FAMILY_DOOR, NEIGHBOURS
from bot.commands.demo_estate import sample_roster
from simulator import World
from simulator.chats import Chat
from tests.browser import in_browser, open_page, phone
from tests.demo_play import rehearsal
from tests.faq_play import load_models_by


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are rehearsed elsewhere; here they would only take their time."""
    load_models_by(monkeypatch, lambda: ())


def groups(world: World) -> list[Chat]:
    """The estate's group first."""
    return [chat for chat in world.chats.values() if chat.is_group]


def group_text(world: World) -> str:
    """Everything that stands in the estate's group."""
    return "\n".join(message.text or "" for message in groups(world)[0].messages)


def test_everybody_lives_behind_a_door_of_the_roster() -> None:
    doors = {row.key for row in sample_roster().rows}
    assert len(doors) == 60
    assert doors >= {FAMILY_DOOR, ENGLISH_DOOR, *NEIGHBOURS.values()}


def test_settings_of_the_operator_do_not_lead_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LINLI_API_URL", "https://api.telegram.org")
    monkeypatch.setenv("LINLI_WEBHOOK_URL", "https://example.org")
    monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://example.org/linli")
    settings = demo_settings("http://127.0.0.1:1", tmp_path)
    assert (settings.api_url, settings.webhook_url) == ("http://127.0.0.1:1", None)
    assert settings.database_url == f"sqlite:///{tmp_path / 'linli.db'}"


async def test_scenes_are_played_anew_with_a_world_of_their_own() -> None:
    async with rehearsal() as (simulator, played):
        first = simulator.worlds[TOKEN]
        await groups(first)[0].wait_until(lambda: "已报名 7 户，共60户" in group_text(first))
        assert [moment.title for moment in await played.moments()] == [
            "🟢 周末蔬菜包接龙",
            "⚪️ N95口罩登记",
            "⚪️ 周末蔬菜包接龙",
        ]
        async with aiohttp.ClientSession(simulator.base_url) as session:
            refused = await session.post("/sim/stage", json={"name": "no such scene"})
            assert refused.status == 400
            answer = await session.post("/sim/stage", json={"name": "first_day"})
            stage = await answer.json()
        assert (stage["playing"], len(stage["phones"]), stage["moments"]) == ("first_day", 2, [])
        assert simulator.worlds[TOKEN] is not first
        assert group_text(simulator.worlds[TOKEN]) == ""


class TestInBrowser:
    pytestmark = in_browser

    async def test_staff_publish_neighbours_join_and_family_is_told(self) -> None:
        async with (
            rehearsal() as (simulator, _),
            open_page(simulator.base_url, language="zh-CN") as page,
        ):
            wang, lei, chen = (phone(page, name) for name in ("王阿姨", "王磊", "陈晓兰"))
            await publish(page, chen)
            await move_to(page, "月饼")
            for shown in (wang, lei):
                await expect(card(shown, "月饼")).to_contain_text("接龙进行中")

            await card(wang, "月饼").get_by_role("button", name="报名").click()
            await expect(wang.get_by_role("alertdialog")).to_contain_text("第1位")
            await wang.get_by_role("button", name="好").click()
            await expect(card(lei, "月饼")).to_contain_text("已报名 1 户")
            await expect(card(lei, "月饼")).to_contain_text("2-3**")

            await card(lei, "月饼").get_by_role("button", name="报名").click()
            await expect(lei.get_by_role("alertdialog")).to_contain_text("王阿姨")
            await page.keyboard.press("Escape")
            await card(lei, "月饼").get_by_role("button", name="我的位次").click()
            await expect(lei.get_by_role("alertdialog")).to_contain_text("第1位")
            world = simulator.worlds[TOKEN]
            assert "王阿姨" not in group_text(world)
            assert (world.refusals, world.warnings) == ([], [])

    async def test_newcomer_follows_the_guide_by_keyboard_alone(self) -> None:
        async with (
            rehearsal() as (simulator, _),
            open_page(simulator.base_url, language="zh-CN") as page,
        ):
            await focus_by_tab(page, "拨时钟")
            await page.keyboard.press("Enter")
            await expect(card(phone(page, "王阿姨"), "蔬菜包")).to_contain_text("接龙进行中")
            await focus_by_tab(page, "小 带我去")
            await page.keyboard.press("Enter")
            li = phone(page, "小李")
            await expect(li.get_by_role("button", name="开始")).to_be_visible()
            await focus_by_tab(page, "开始")
            await page.keyboard.press("Enter")
            await expect(li.get_by_label("写点什么…")).to_be_visible()
            await focus_by_tab(page, "写点什么…", within="小李")
            await page.keyboard.type("A栋303")
            await page.keyboard.press("Enter")
            await expect(li.locator(".message:not(.is-own)", has_text="A-303")).to_be_visible()

    async def test_nothing_is_lost_when_telegram_stumbles(self) -> None:
        async with (
            rehearsal() as (simulator, _),
            open_page(simulator.base_url, language="zh-CN") as page,
        ):
            await page.get_by_role("button", name="幕后").first.click()
            tools = page.locator(".tools")
            await tools.get_by_role("combobox", name="哪个请求").select_option("editMessageText")
            await tools.get_by_label("几秒后重试").fill("2")
            await tools.get_by_role("button", name="布置故障").click()
            await expect(tools.locator(".pending li")).to_have_count(1)
            wang = phone(page, "王阿姨")
            await card(wang, "N95").get_by_role("button", name="报名").click()
            await expect(tools.locator(".is-refused").first).to_contain_text("429")
            await page.get_by_role("button", name="+1 分钟").click()
            await expect(card(wang, "N95")).to_contain_text("已报名 8 户")

    async def test_another_scene_is_begun_from_the_page(self) -> None:
        async with (
            rehearsal() as (simulator, _),
            open_page(simulator.base_url, language="en") as page,
        ):
            await expect(page.locator("section.phone")).to_have_count(3)
            await page.get_by_label("Scene").select_option("first_day")
            await page.get_by_role("button", name="Start over").click()
            await expect(page.locator("section.phone")).to_have_count(2)
            chen = phone(page, "陈晓兰")
            await chen.get_by_role("button", name="Chat menu").click()
            await chen.get_by_role("button", name="Add the bot").click()
            await expect(chen.locator(".message")).to_contain_text(["/bind"])


async def publish(page: Any, chen: Any) -> None:
    """Take the guide's line to staff's phone, send it, and press publish."""
    await page.get_by_role("button", name="放进输入框").click()
    box = chen.get_by_label("写点什么…")
    await expect(box).to_be_focused()
    line = (await box.input_value()).replace("现在 至 明天20:00", "明天9:00 至 明天20:00")
    await box.fill(line)
    await page.keyboard.press("Enter")
    await chen.get_by_role("button", name="发布").click()
    await expect(chen.locator(".message").last).to_contain_text("已发布")


async def move_to(page: Any, title: str) -> None:
    """Push the clock from moment to moment until the one of this title has come."""
    button = page.locator(".next-moment")
    while title not in await button.inner_text():
        before = await button.inner_text()
        await button.click()
        await expect(button).not_to_have_text(before)
    await button.click()


def card(shown: Any, title: str) -> Any:
    """The newest card about something on a phone."""
    return shown.locator(".message", has_text=title).last


async def focus_by_tab(page: Any, label: str, *, within: str = "") -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(150):
        await page.keyboard.press("Tab")
        found = await page.evaluate(
            """() => {
                const { activeElement: here } = document;
                const phone = here.closest("section.phone")?.getAttribute("aria-label") ?? "";
                const name = here.getAttribute("aria-label") ?? here.innerText;
                return [name.replace(/\\s+/g, " ").trim(), phone];
            }"""
        )
        if found[0] == label and found[1].startswith(within):
            return
    raise AssertionError(f"Tab never reaches {label!r}")


async def test_command_serves_the_page_until_it_is_interrupted(tmp_path: Any) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port"]
    pipes: dict[str, Any] = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    running = await asyncio.create_subprocess_exec(*command, "0", **pipes)
    assert running.stdout
    await running.stdout.readline()
    address = (await running.stdout.readline()).decode().strip()
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert "Linli" in await answer.text()

    second = await asyncio.create_subprocess_exec(*command, address.rpartition(":")[2], **pipes)
    _, words = await second.communicate()
    assert (second.returncode, words.decode().count("\n")) == (2, 1)
    assert "is taken" in words.decode()

    running.send_signal(signal.SIGINT)
    _, words = await asyncio.wait_for(running.communicate(), 15)
    assert (running.returncode, words) == (0, b"")
