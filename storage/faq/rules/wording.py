"""Words as they are kept: cleaned, and no longer than a small phone shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.faq.entries import (
    ANSWER,
    BODY,
    MOST_VARIANTS,
    QUESTION,
    SLUG,
    SOURCE,
    SOURCE_URL,
    VARIANT,
    EntryWords,
)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LINK = re.compile(r"https?://[^\s/]+\S*")
# Cleaning takes out what nobody sees: a text may be longer than its limit before it, not endless.
_UNCLEANED = 4


def check_slug(slug: str) -> str:
    """Lower-case ASCII words joined by `-`.

    Raises:
        RuleError: `faq_slug_wrong` with `limit`.
    """
    if len(slug) > SLUG or not _SLUG.fullmatch(slug):
        raise RuleError("faq_slug_wrong", limit=SLUG)
    return slug


def check_link(url: str | None) -> str | None:
    """An address in the web, or nothing.

    Raises:
        RuleError: `faq_link_wrong`, `faq_text_too_long`.
    """
    if url is None or not url.strip():
        return None
    cleaned = _check_line("source_url", url, SOURCE_URL)
    if not _LINK.fullmatch(cleaned):
        raise RuleError("faq_link_wrong")
    return cleaned


def check_words(words: EntryWords) -> EntryWords:
    """The words as they are kept: nothing invisible, every variant once and unlike the question.

    Raises:
        RuleError: `faq_question_empty`, `faq_answer_empty`, `faq_text_too_long` with `field` and
            `limit`, `faq_too_many_variants` with `limit`.
    """
    question = _check_line("question", words.question, QUESTION)
    if not question:
        raise RuleError("faq_question_empty")
    return replace(
        words,
        question=question,
        variants=check_variants(question, words.variants),
        answer=check_answer(words.answer),
        source=_check_line("source", words.source, SOURCE),
        issuing_body=_check_line("issuing_body", words.issuing_body, BODY),
    )


def check_variants(question: str, variants: Iterable[str]) -> tuple[str, ...]:
    """Other ways to ask a question, in their order.

    Raises:
        RuleError: `faq_text_too_long`, `faq_too_many_variants` with `limit`.
    """
    seen = {question.casefold(), ""}
    kept: list[str] = []
    for variant in variants:
        cleaned = _check_line("variant", variant, VARIANT)
        if cleaned.casefold() not in seen:
            seen.add(cleaned.casefold())
            kept.append(cleaned)
    if len(kept) > MOST_VARIANTS:
        raise RuleError("faq_too_many_variants", limit=MOST_VARIANTS)
    return tuple(kept)


def check_answer(text: str, field: str = "answer") -> str:
    """An answer in its lines, with at most one empty line between them.

    Raises:
        RuleError: `faq_answer_empty`, `faq_text_too_long`.
    """
    _check_length(field, text, ANSWER * _UNCLEANED, told=ANSWER)
    lines = [clean_name(line, len(line)) for line in text.splitlines()]
    cleaned = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not cleaned:
        raise RuleError("faq_answer_empty")
    _check_length(field, cleaned, ANSWER)
    return cleaned


def _check_line(field: str, text: str, limit: int) -> str:
    _check_length(field, text, limit * _UNCLEANED, told=limit)
    cleaned = clean_name(text, len(text))
    _check_length(field, cleaned, limit)
    return cleaned


def _check_length(field: str, text: str, limit: int, told: int | None = None) -> None:
    if len(text) > limit:
        raise RuleError("faq_text_too_long", field=field, limit=told or limit)
