"""What tests of requests share: kinds to ask for, and people who fill in their forms."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message

from locales.renderer import Renderer
from simulator import Person, StoredMessage
from storage.community.queries import find_conversation
from storage.requests import actions
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import (
    KindView,
    OwnLine,
    RequestView,
    find_kind_by_slug,
    find_request,
    list_own,
)
from tests.handlers.estate_play import newest
from tests.people import until
from tests.town import Town

_RENDERER = Renderer()


def _question(
    name: str,
    kind: AnswerKind,
    zh: str,
    en: str,
    purpose: Purpose | None = None,
    *,
    required: bool = True,
    **more: object,
) -> Question:
    words = {"zh-hans": zh, "en": en}
    return Question(name, kind, purpose, required, words=words, **more)  # type: ignore[arg-type]


def _choices(**words: tuple[str, str]) -> dict[str, object]:
    named = {key: {"zh-hans": zh, "en": en} for key, (zh, en) in words.items()}
    return {"choices": tuple(words), "choice_words": named}


MEDICINE = KindDraft(
    slug="medicine",
    icon="💊",
    title={"zh-hans": "配药", "en": "Medicine"},
    language="zh-hans",
    keywords={"zh-hans": ("药", "降压药"), "en": ("medicine", "pills")},
    priority=0,
    respond_minutes=30,
    is_sensitive=True,
    form=Form(
        (
            _question("drug", AnswerKind.TEXT, "什么药？", "Which medicine?", Purpose.DRUG),
            _question("boxes", AnswerKind.NUMBER, "几盒？", "How many boxes?", Purpose.QUANTITY),
            _question(
                "how",
                AnswerKind.CHOICE,
                "长期吃吗？",
                "For long?",
                Purpose.RECURRENCE,
                **_choices(once=("一次", "Once"), chronic=("长期", "Chronic")),
            ),
            _question(
                "lasts",
                AnswerKind.NUMBER,
                "一次够吃几天？",
                "How many days does it last?",
                Purpose.LASTS,
                required=False,
            ),
            _question("by", AnswerKind.DATE, "最晚哪天？", "Needed by?", Purpose.NEEDED_BY),
            _question("where", AnswerKind.TEXT, "哪家医院？", "Which hospital?", Purpose.HOSPITAL),
            _question("photo", AnswerKind.PHOTO, "药盒照片", "A picture", required=False),
            _question(
                "details", AnswerKind.TEXT, "还有吗？", "More?", Purpose.DETAILS, required=False
            ),
        )
    ),
)
DIALYSIS = KindDraft(
    slug="dialysis",
    icon="🩺",
    title={"zh-hans": "透析", "en": "Dialysis"},
    language="zh-hans",
    priority=0,
    is_sensitive=True,
    form=Form(
        (
            _question("where", AnswerKind.TEXT, "哪家医院？", "Which hospital?", Purpose.HOSPITAL),
            _question(
                "slots",
                AnswerKind.SEVERAL,
                "什么时段？",
                "Which slots?",
                Purpose.SLOT,
                **_choices(
                    am=("上午", "Morning"), pm=("下午", "Afternoon"), eve=("晚上", "Evening")
                ),
            ),
            _question("on", AnswerKind.DATE, "下次哪天？", "Next session?", Purpose.SESSION),
        )
    ),
)
SUPPLIES = KindDraft(
    slug="baby-goods",
    icon="🍼",
    title={"zh-hans": "母婴用品", "en": "Baby goods"},
    language="zh-hans",
    keywords={"zh-hans": ("奶粉", "尿布"), "en": ("formula", "diapers")},
    form=Form((_question("what", AnswerKind.TEXT, "要什么？", "What?"),)),
)


async def offer(town: Town, *drafts: KindDraft) -> None:
    """Let the committee offer these kinds."""
    await town.work.write(actions.seed_kinds, town.place.committee_id, drafts, now=town.clock.now())


async def kind_of(town: Town, draft: KindDraft) -> KindView:
    """A kind as the committee has it."""
    assert draft.slug is not None
    kind = await town.work.read(find_kind_by_slug, town.place.committee_id, draft.slug)
    assert kind is not None
    return kind


def says(name: str, language: str = "en", **params: object) -> str:
    """What stands on the button `need_<name>`."""
    return _RENDERER.words(language, "Asia/Shanghai").button(f"need_{name}", **params)


async def next_said(person: Person, message: StoredMessage, button: str) -> StoredMessage:
    """Press a button that is answered with another message."""
    await person.presses(message, button)
    return await person.next_message()


async def turns(person: Person, message: StoredMessage, button: str) -> StoredMessage:
    """Press a button and read the message that it stood under, as it is then."""
    await person.presses(message, button)
    return newest(message, person)


async def writes(person: Person, text: str) -> StoredMessage:
    """Write something and take the answer."""
    await person.says(text)
    return await person.next_message()


async def opens(person: Person, draft: KindDraft) -> StoredMessage:
    """Follow the link to a form; returns its first question."""
    await person.opens_link(f"https://t.me/linli_bot?start=need_{draft.slug}")
    return await person.next_message()


async def fills_medicine(
    person: Person, drug: str = "二甲双胍", language: str = "en", **changes: str
) -> StoredMessage:
    """Fill in the form of a medicine from its first question on; returns the summary."""
    known = {"boxes": "2", "hospital": "中山医院"} | changes
    chronic = "长期" if language == "zh-hans" else "Chronic"
    asked = await writes(person, drug)
    asked = await turns(person, asked, known["boxes"])
    asked = await turns(person, asked, chronic)
    asked = await writes(person, "30")
    asked = await turns(person, asked, says("tomorrow", language))
    asked = await writes(person, known["hospital"])
    asked = await turns(person, asked, says("skip", language))
    return await turns(person, asked, says("skip", language))


async def sends(person: Person, summary: StoredMessage, language: str = "en") -> StoredMessage:
    """Send what the summary shows; returns what is said to it."""
    return await turns(person, summary, says("send", language))


async def asked_medicine(town: Town, person: Person, drug: str = "二甲双胍") -> RequestView:
    """A request for a medicine, asked in the chat from its first word to the last."""
    await opens(person, MEDICINE)
    await sends(person, await fills_medicine(person, drug))
    return await newest_of(town, person)


async def own_lines(town: Town, person: Person) -> tuple[OwnLine, ...]:
    """A person's requests, read from the database."""
    return await town.work.read(list_own, person.id)


async def newest_of(town: Town, person: Person) -> RequestView:
    """The request that somebody asked last."""
    lines = await own_lines(town, person)
    found = await town.work.read(find_request, max(each.id for each in lines))
    assert found is not None
    return found


async def reread(town: Town, request: RequestView) -> RequestView:
    """A request as it stands now."""
    found = await town.work.read(find_request, request.id)
    assert found is not None
    return found


async def draft_of(town: Town, person: Person) -> dict[str, Any]:
    """The form that somebody has open, as it is kept."""
    found = await town.work.read(find_conversation, person.id, person.id)
    assert found is not None
    return found.data


def pressed(message: Message, button: str) -> str:
    """What a button carries, to be pressed when it no longer stands there."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    found = next(each for row in rows for each in row if each.text == button)
    assert found.callback_data is not None
    return found.callback_data


async def told(town: Town, person: Person, *words: str) -> StoredMessage:
    """The bot's newest private message with these words; time is pushed on until it comes."""

    def find() -> StoredMessage | None:
        said = [each for each in person.chat.messages if each.is_by_bot]
        return next((m for m in reversed(said) if all(w in text(m) for w in words)), None)

    found: StoredMessage = await until(town, find)
    await _reads_all(person)
    return found


async def _reads_all(person: Person) -> None:
    """Take everything that was said until now, so that the next answer is the next message."""
    with suppress(TimeoutError):
        while True:
            await person.next_message(0.05)


def text(message: Message) -> str:
    """What is read in a message."""
    return message.text or message.caption or ""


def today(town: Town) -> date:
    """The committee's day."""
    return town.clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
