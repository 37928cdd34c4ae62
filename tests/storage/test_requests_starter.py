"""The shipped kinds reach every committee, and what a committee changed stays its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.starter import shipped_kinds
from storage.community.actions import create_committee
from storage.requests.actions import save_kind, seed_all, seed_kinds
from storage.requests.forms import KindDraft
from storage.requests.queries import find_kind_by_slug, list_kinds
from storage.work import Work
from tests.builders import STAFF, build_neighbourhood

NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)


async def test_shipped_kinds_come_back_as_they_were_written(work: Work) -> None:
    committee_id = await work.write(create_committee, "邻里", now=NOW)

    assert await work.write(seed_all, shipped_kinds(), now=NOW) == len(shipped_kinds())
    assert await work.write(seed_all, shipped_kinds(), now=NOW) == 0

    kept = await work.read(list_kinds, committee_id)
    assert [kind.slug for kind in kept] == [kind.slug for kind in shipped_kinds()]
    for kind, shipped in zip(kept, shipped_kinds(), strict=True):
        assert kind.form == shipped.form
        assert kind.title == shipped.title
        assert kind.keywords == shipped.keywords


async def test_what_a_committee_changed_outlives_the_next_start(work: Work) -> None:
    place = await work.write(build_neighbourhood)
    await work.write(seed_kinds, place.committee_id, shipped_kinds(), now=NOW)
    talk = await work.read(find_kind_by_slug, place.committee_id, "talk")
    assert talk is not None
    own = replace(_shipped("talk"), title={"zh-hans": "谈心"})
    await work.write(save_kind, place.committee_id, own, kind_id=talk.id, by=STAFF, now=NOW)

    assert await work.write(seed_all, shipped_kinds(), now=NOW) == 0

    after = await work.read(find_kind_by_slug, place.committee_id, "talk")
    assert after is not None
    assert after.title == {"zh-hans": "谈心"}


def _shipped(slug: str) -> KindDraft:
    return next(kind for kind in shipped_kinds() if kind.slug == slug)
