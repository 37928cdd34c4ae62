"""The original and its translations: a fact that was only copied changes with the original."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.context import Context
from handlers.notices._page import find_source
from storage.notices import actions
from storage.notices.queries import NoticeView


async def write_source(
    context: Context, notice: NoticeView, text: str, facts: Mapping[str, str]
) -> None:
    """Write a draft in its own language; translations get the facts that they lack or copied."""
    source = find_source(notice)
    await _write(context, notice, source.language, text, facts)
    for other in notice.texts:
        if other.language == source.language:
            continue
        carried = carry(source.facts, facts, other.facts)
        if carried != other.facts:
            await _write(context, notice, other.language, other.text, carried)


async def _write(
    context: Context, notice: NoticeView, language: str, text: str, facts: Mapping[str, str]
) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(
        actions.change_text, notice.id, language, text, by=by, now=now, facts=dict(facts)
    )


def carry(
    before: Mapping[str, str], after: Mapping[str, str], translated: Mapping[str, str]
) -> dict[str, str]:
    """A translation's facts once the original's have changed."""
    own = {
        name: said
        for name, said in translated.items()
        if name in after and said != before.get(name)
    }
    return {**{name: said for name, said in after.items() if said}, **own}
