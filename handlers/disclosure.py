"""What of a text should not stand in a group: telephones, identity numbers, health. Pure.

Taking down somebody's words is rude, so in doubt nothing is found: numbers must have the shape and
the check digit of what they seem, offices may publish their telephones, and an illness counts only
where it is told of oneself, of one's family or of a door. How people tell of it stands in
`handlers/disclosure_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from handlers.disclosure_words import DOOR, OFFICES, ORDERS, OWN, TELLING, Telling
from handlers.folding import fold, script_languages
from handlers.identity import holds_identity

LONGEST = 4096
"""Characters of a text that are looked at: all that Telegram lets one write."""

_BEFORE = 16
_AFTER = 10
"""Characters beside a number that say whose it is."""

_PHONE = re.compile(
    r"(?<![\da-z.+])(?:"
    r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # mainland China
    r"|\+(?!86)\d{1,3}(?:[ .()-]{0,2}\d){7,12}"  # abroad
    r"|09\d{2}[ -]?\d{3}[ -]?\d{3}"  # Taiwan
    r"|0[789]0[ -]?\d{4}[ -]?\d{4}"  # Japan
    r"|01[016789][ -]?\d{3,4}[ -]?\d{4}"  # Korea
    r"|0[67](?:[ .-]?\d{2}){4}"  # France
    r")(?![\da-z]|[.-]\d)"
)
_SENTENCE = re.compile(r"[^.!?。;\n]+[.!?。;\n]?")
_CLAUSE_END = re.compile(r"[,:、]")
_NAMED = re.compile(
    r"(?:我叫|姓名|收件人|收貨人|收货人|名字[是:]|my name is|\bname ?:|名前は|氏名|と申します"
    r"|이름은|이름 ?:|성함|je m'appelle|mon nom est|\bnom ?:)"
)
_EXAMPLE = re.compile(r"例如|比如|格式|例:|e\.g\.|for example|예:|예를|par exemple")


class Detail(StrEnum):
    """What is better told in private."""

    PHONE = "phone"
    IDENTITY = "identity"
    HEALTH = "health"
    DOOR_AND_NAME = "door_and_name"


def find_details(text: str) -> frozenset[Detail]:
    """What a text discloses of whoever wrote it or of a household; empty: nothing private."""
    folded = fold(text[:LONGEST])
    return frozenset(_details(folded))


def _details(folded: str) -> Iterator[Detail]:
    if any(_is_private(folded, found) for found in _PHONE.finditer(folded)):
        yield Detail.PHONE
    if holds_identity(folded):
        yield Detail.IDENTITY
    if any(_tells_health(folded, TELLING[name]) for name in script_languages(folded)):
        yield Detail.HEALTH
    if _NAMED.search(folded) and _names_one_door(folded) and not _EXAMPLE.search(folded):
        yield Detail.DOOR_AND_NAME


def _names_one_door(folded: str) -> bool:
    """One household's door: a list of many says what its columns are, not who wrote it."""
    return len(DOOR.findall(folded)) == 1


def _is_private(text: str, number: re.Match[str]) -> bool:
    """Whether a telephone is a person's own: neither an office's nor the number of an order."""
    before = text[max(0, number.start() - _BEFORE) : number.start()].rsplit("\n", 1)[-1]
    after = text[number.end() : number.end() + _AFTER].split("\n", 1)[0]
    if ORDERS.search(before):
        return False
    return OWN.search(before) is not None or not OFFICES.search(f"{before}\n{after}")


def _tells_health(text: str, telling: Telling) -> bool:
    return any(_is_told(each, telling) for each in _SENTENCE.findall(text))


def _is_told(sentence: str, telling: Telling) -> bool:
    if telling.bare and telling.bare.search(sentence) and not telling.strangers.search(sentence):
        return True
    if any(_is_of(sentence, owner, telling) for owner in telling.owners.finditer(sentence)):
        return True
    asked = sentence.rstrip().endswith("?") or telling.asking.search(sentence)
    return not asked and any(_is_of(sentence, door, telling) for door in DOOR.finditer(sentence))


def _is_of(sentence: str, owner: re.Match[str], telling: Telling) -> bool:
    """Whether an illness is told of this owner, in the same breath and not as what might be."""
    if telling.supposing.search(sentence[: owner.start()]):
        return False
    reach = _CLAUSE_END.split(sentence[owner.end() : owner.end() + telling.reach], 1)[0]
    found = telling.states.search(reach)
    if found is None or telling.strangers.search(reach[: found.start()]):
        return False
    return not telling.unless_after.match(sentence, owner.end() + found.end())
