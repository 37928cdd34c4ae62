"""A committee with answers of the starter set, and the real models: for rehearsals of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import pytest

from bot.commands.demo_vectors import LearntVectors
from bot.matching.encoders import load_encoders
from bot.matching.engine import QuestionMatcher
from bot.matching.ports import Encoder
from locales.faq import STARTER
from simulator import Group, Person, StoredMessage
from storage.faq import actions
from storage.faq.entries import EntryFile
from storage.faq.files import read_folder
from storage.faq.queries import EntryView, list_entries
from tests.town import Town

# One worker of the suite loads the models, once.
with_models = pytest.mark.xdist_group("models")

FEW = (
    "pets-dog-walking",
    "testing-what-to-bring",
    "deliveries-disinfect-parcels",
    "codes-foreign-passport",
    "permits-driving-licence",
    "work-wages-during-closure",
    "emergency-no-test-report",
)
# A model reads some ten texts a second: of every entry its question, its answer and these.
_VARIANTS = 1

DOG = {
    "zh-hans": "封控期间可以下楼遛狗吗？",
    "zh-hant": "封控期間可以下樓遛狗嗎？",
    "en": "Can I take my dog out for a walk?",
    "ja": "封鎖中に犬の散歩に行ってもいいですか？",
    "ko": "봉쇄 기간에 개를 산책시켜도 되나요?",
    "fr": "Puis-je promener mon chien pendant le confinement ?",
}

Load = Callable[[], Sequence[Encoder]]

real_models: Load = cache(load_encoders)
_learnt = LearntVectors()


def load_models_by(monkeypatch: pytest.MonkeyPatch, load: Load = real_models) -> None:
    """Let bots that start from now on load their models this way; by default all share them."""
    monkeypatch.setattr("bot.app.QuestionMatcher", partial(QuestionMatcher, load=load))


async def publish_few(town: Town) -> None:
    """Put some answers in force and let the models read them, or remember what they read."""
    await _learnt.give(town.work)
    files = [_shorten(file) for file in read_folder(STARTER).files if file.slug in FEW]
    staff, now = town.staff.id, town.clock.now()
    committee_id = town.place.committee_id
    await town.work.write(
        actions.import_entries, committee_id, files, by=staff, now=now, default_issuer="图们居委会"
    )
    await town.work.write(
        actions.publish_ready, committee_id, None, by=staff, now=now, valid_until=None
    )
    await until_read(town)
    await _learnt.take(town.work)


def _shorten(file: EntryFile) -> EntryFile:
    words = tuple(replace(said, variants=said.variants[:_VARIANTS]) for said in file.words)
    return replace(file, words=words)


async def until_read(town: Town) -> None:
    """Return once the models know every word of every answer."""
    matcher = town.app.services.matcher
    assert isinstance(matcher, QuestionMatcher)
    await matcher.settle()
    await matcher.find(town.place.committee_id, "what", "en", [1])
    await matcher.settle()


async def entry_of(town: Town, slug: str) -> EntryView:
    """An answer of the committee."""
    views = await town.work.read(list_entries, town.place.committee_id, town.clock.now())
    return next(view for view in views if view.slug == slug)


async def asks_in(group: Group, person: Person, words: str) -> StoredMessage:
    """Ask in the group by mention, and take what the bot says to it there."""
    question = await person.says(f"{words} @linli_bot", in_=group)
    while True:
        answer = await person.next_message(in_=group)
        if answer.reply_to_message and answer.reply_to_message.message_id == question.message_id:
            return answer
