"""Chats: entries between talk, and the short messages that change, withdraw or complete them.

chat    = { message }
message = header | entry | edit | completion | talk
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.relay.pasted import words
from handlers.relay.pasted.drafts import Act
from handlers.relay.pasted.entry import Reader, Said
from handlers.relay.pasted.lines import Kind, Line
from handlers.relay.pasted.numbering import Numbered
from handlers.relay.pasted.sheet import Entry
from handlers.relay.pasted.spots import Sure

_QUOTE = re.compile(r"^\s*(?:[「『>]|引用|回复|reply to|in reply to)", re.IGNORECASE)
_POLITE = re.compile(
    r"谢谢|多谢|感谢|麻烦|辛苦|你好|您好|大家好|好的?|嗯|哦|啊|呀|吧|哈|我们?|家|"
    r"也|还|要|来|一下|登记|报名|接龙|预订|预定|帮|请|了|的|忘写|忘了|忘记|写|补|"
    r"那|就|只|是|房号|门牌|地址|户|定|订|加|再"
    r"|thanks?|thank you|thx|please|pls|hi|hello|ok(?:ay)?|sorry|forgot|i'?m|"
    r"we'?re|in|for|me|us|i|we|want|would|like|take|have|my|our|flat|room|is|the|"
    r"of|it"
    r"|お願いします|お願い|ください|です|ます|すみません|はい|よろしく|希望|うち|"
    r"は|を|も|が|네|감사합니다|부탁드립니다|부탁해요|주세요|신청합니다|신청|요|"
    r"입니다"
    r"|merci|bonjour|svp|s'il vous plaît|je|prends|pour|moi|bitte|danke|wir|ich|nehme"
)
_NOT_SPOKEN = re.compile(r"[\W\d_]+")
_SHORT_REST, _SHORT_NAME = 1, 6
_HAN_NAME, _LONG_NAME = 4, 20
_FOOTING = re.compile(
    r"登记|接龙|预订|预定|报名|团购|统计|截止|截单|sign ?up|order|register|登録|申込|"
    r"신청|접수|inscription|anmeld"
)


@dataclass(slots=True)
class Turn:
    """One message, or one line of it, and what it does; `act` None is talk."""

    entry: Entry
    said: Said
    act: Act | None
    what: str = "chat"
    takes_sender_door: bool = False
    is_late: bool = False


@dataclass(slots=True)
class ChatReader:
    """Sorts the messages of a chat. Messages come in the order of the paste."""

    reader: Reader
    numbers: dict[int, Numbered]
    copies: dict[int, bool] = field(default_factory=dict)
    organiser: str = ""
    is_closed: bool = False
    has_entries: bool = False
    waiting: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)

    def read(self, lines: Sequence[Line]) -> list[Turn]:
        """What one message does, line by line; lines of one entry are joined."""
        groups = self._group([line for line in lines if line.kind is Kind.TEXT])
        turns = []
        for group in groups:
            turn = self._read_group(group)
            turn.is_late = self.is_closed
            turns.append(turn)
            self._note(turn)
        return turns

    def _group(self, lines: list[Line]) -> list[list[Line]]:
        spoken = [line for line in lines if not _QUOTE.match(line.text)]
        loose = [line for line in spoken if line.number not in self.numbers]
        if len(loose) < 2 or len(loose) < len(spoken):
            return [[line] for line in lines]
        with_door = [line for line in loose if self.reader.read(line.text).spots]
        if len(with_door) == 1 and len(loose) == len(lines):
            return [loose]
        return [[line] for line in lines]

    def _read_group(self, group: list[Line]) -> Turn:
        first = group[0]
        numbered = self.numbers.get(first.number)
        texts = [numbered.body if numbered else line.text for line in group[:1]]
        texts += [line.text for line in group[1:]]
        entry = Entry(first.number, group[-1].number, texts, first.at, first.sender)
        said = self.reader.read(entry.text)
        if self.copies.get(first.number):
            return Turn(entry, said, None, "copy")
        if _QUOTE.match(first.text):
            return Turn(entry, said, None)
        if numbered is not None:
            entry.is_numbered = True
            return Turn(entry, said, Act.ENTER, takes_sender_door=not said.spots)
        if said.spots and not all(spot.sure is Sure.NO_ROOM for spot in said.spots):
            return self._read_placed(entry, said)
        return self._read_unplaced(entry, said)

    def _read_placed(self, entry: Entry, said: Said) -> Turn:
        """A message that writes a door."""
        if self._is_announcement(said):
            return Turn(entry, said, None, "header" if not self.has_entries else "chat")
        if entry.sender in self.entered and words.CORRECTS.search(said.text.casefold()):
            return Turn(entry, said, Act.EDIT, "edit")
        if len(said.spots) > 1:
            return Turn(entry, said, Act.ENTER)
        if said.withdraws or (said.order.mode != "set" and said.order.is_counted):
            act = Act.EDIT if self.has_entries else Act.ENTER
            return Turn(entry, said, act, "edit")
        if said.order.is_counted:
            return Turn(entry, said, Act.ENTER)
        if said.is_question:
            return Turn(entry, said, None)
        if entry.sender in self.waiting:
            return Turn(entry, said, Act.COMPLETE, "completes")
        if not said.is_wish and not _is_name(_strip(said.rest)):
            said.doubts.append("unsure")
        return Turn(entry, said, Act.ENTER)

    def _read_unplaced(self, entry: Entry, said: Said) -> Turn:
        """A message without a door: its sender's, if it asks for something at all."""
        folded = said.text.casefold()
        if self._is_announcement(said):
            return Turn(entry, said, None, "header" if not self.has_entries else "chat")
        if words.FOOTER.search(folded) or said.is_question:
            return Turn(entry, said, None)
        has_sender_door = self.reader.spots.find_one(entry.sender) is not None
        is_in = entry.sender in self.entered
        moves = said.withdraws or (said.order.mode != "set" and said.order.is_counted)
        if moves:
            return Turn(entry, said, Act.EDIT if is_in or has_sender_door else None, "edit")
        is_bare = len(_strip(said.rest)) <= _SHORT_REST
        if not said.order.is_counted or not (is_bare or words.WANTS.search(folded)):
            return Turn(entry, said, None)
        if is_in:
            return Turn(entry, said, Act.EDIT, "edit")
        if not is_bare:
            said.doubts.append("unsure")
        return Turn(entry, said, Act.ENTER, takes_sender_door=True)

    def _is_announcement(self, said: Said) -> bool:
        folded = said.text.casefold()
        speaks = (
            words.FOOTER.search(folded) or words.LIST_HEAD.match(folded) or _FOOTING.search(folded)
        )
        if not self.has_entries:
            is_long = len(_strip(said.rest)) > _SHORT_NAME
            return bool(speaks) and is_long and not said.is_sure_of_door
        return False

    def _note(self, turn: Turn) -> None:
        sender = turn.entry.sender
        is_host = sender == self.organiser and turn.act is None and not turn.said.is_question
        if is_host and self.has_entries and words.CLOSED.search(turn.said.text.casefold()):
            self.is_closed = True
        if turn.what == "header" and not self.organiser:
            self.organiser = sender
        if turn.act is Act.ENTER:
            self.has_entries = True
            self.entered.add(sender)
            needs_door = turn.takes_sender_door and self.reader.spots.find_one(sender) is None
            (self.waiting.add if needs_door else self.waiting.discard)(sender)
        elif turn.act is Act.COMPLETE:
            self.waiting.discard(sender)


def _is_name(rest: str) -> bool:
    return len(rest) <= (_LONG_NAME if rest.isascii() else _HAN_NAME)


def _strip(rest: str) -> str:
    """What is left of a message without its courtesies."""
    return _NOT_SPOKEN.sub("", _POLITE.sub("", rest.casefold()))
