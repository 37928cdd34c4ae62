"""A real Chromium for the tests of the chat page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOPBACK = "127.0.0.1"
PATIENCE_MS = 15_000
"""How long a page may take to show what it should: the machine may be busy with other tests."""

in_browser = [
    pytest.mark.browser,
    # One after the other: several browsers at once slow each other down beyond their patience.
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} is here"),
]


@asynccontextmanager
async def open_page(
    address: str, *, width: int = 1500, height: int = 900, language: str = "en", **options: Any
) -> AsyncIterator[Any]:
    """The chat page as playwright's Page.

    At the end, what scripts complained of and every address outside of this machine is a failure.
    """
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_MS)

    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(
            viewport={"width": width, "height": height}, locale=language, **options
        )
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, complaints))
        await page.goto(address)
        try:
            yield page
        finally:
            await browser.close()
    assert complaints == []


def _note_foreign(address: str, complaints: list[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"data", "blob"} and parts.hostname != LOOPBACK:
        complaints.append(f"asked for {address}")


def phone(page: Any, name: str) -> Any:
    """Somebody's phone on the page, in either language."""
    return page.locator(f'section.phone[aria-label^="{name}"]')


# The contrast of every text with the ground behind it, as WCAG 2 measures it; those below 4.5,
# or 3 for large letters. Emoji are pictures, hidden text and closed layers are not read.
LOW_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (color) => {
    const curve = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = color.map((c) => curve(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const element = walker.currentNode.parentElement;
    if (!/[\\p{L}\\p{N}]/u.test(text)) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("button.spoiler, option, noscript, script")) continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const lights = [light(over(rgba(style.color), behind)), light(behind)];
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return found;
}"""
