"""One entry: what a line says about doors, amounts and wishes. It decides nothing.

    entry = { door | order | withdrawal | doubt | remark }

Every number must be somebody's: a number that no part of the grammar explains makes a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handlers.relay.pasted import words
from handlers.relay.pasted.amounts import Amounts
from handlers.relay.pasted.folding import STRUCK, drop_stickers
from handlers.relay.pasted.masks import (
    FILLER,
    counts_only_people,
    fill,
    mask_numbers,
    tells_no_pieces,
)
from handlers.relay.pasted.orders import Order
from handlers.relay.pasted.spots import Spot, Spots, Sure

_SEPARATORS = re.compile(r"[\s,，.。、;；:：()（）\[\]【】<>《》|/\\_+*~\-!！'\"“”]+")
_FIELDS = (
    (
        re.compile(
            r"(?:楼号|楼栋号?|栋号?|幢号?|座号?|"
            r"楼)\s*[:：]\s*([\dA-Za-z]{1,3}[甲乙丙丁]?)(?![\d\-A-Za-z]|号|栋|幢|座)"
        ),
        r"\1号楼 ",
    ),
    (re.compile(r"(?:单元号?|门洞)\s*[:：]\s*(\d{1,2})(?![\d\-])"), r"\1单元 "),
    (re.compile(r"(?:房间?号|室号?|门牌号?|房)\s*[:：]\s*(\d{2,4})(?![\d\-])室?"), r"\1室 "),
    (
        re.compile(
            r"(?:楼号|楼栋|栋号?|地址|住址|房间?号|室号|门牌号?|房屋|住户|户号|door|"
            r"address)\s*[:：]",
            re.IGNORECASE,
        ),
        " ",
    ),
    (
        re.compile(
            r"(?:数量|份数|件数|盒数|人数|订购|quantity|qty|amount|個数|수량|"
            r"quantité)\s*[:：]?\s*(?=\d)",
            re.IGNORECASE,
        ),
        " x",
    ),
    (
        re.compile(r"(?:姓名|户主|名字|联系人|name|お?名前|氏名|이름|nom)\s*[:：]", re.IGNORECASE),
        " ",
    ),
    (re.compile(r"(?:备注|说明|note|remarks?|備考|비고|메모)\s*[:：]", re.IGNORECASE), " , "),
)
_FLOOR = (
    re.compile(r"(?<![\w\-])(\d{1,2})\s?/?\s?F(?:loor|l)?\b[.,]?", re.IGNORECASE),
    r"\1楼 ",
)
_NUMBER_LEFT = re.compile(
    r"\d|[一二两三四五六七八九十](?=\s?[份盒袋瓶箱板])|"
    r"\b(?:eleven|twelve|fifteen|twenty|thirty|onze|douze|quinze|vingt|zwölf|zwanzig|doce)\b"
)
_NAME_AT_DOOR = re.compile(rf"^[{FILLER}\s]*(?:家|的)?(?:{words.NEAR_DOOR.pattern})")
_PAYS = re.compile(
    r"(?:晚点|稍后|等会|等下|回头|晚些|过会|later)\s?(?:再)?(?:付|转|给钱|来?[拿取]|"
    r"下来|pay|pick|collect)|(?:pay|pick up|collect)\s?(?:it )?later|(?:付|转账|取|拿|"
    r"送).{0,4}(?:晚点|稍后)"
)
_PLACE_LIKE = re.compile(r"(?<![家这那哪城村])[里阁邨郡院寓廷]\s?$")
_SHORT_NAME = 24
_SPOKEN = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Said:
    """What an entry says.

    Attributes:
        doubts: codes of words that make it unsure, worst first.
        rest: what no part of the grammar took: mostly a name and a remark.
        has_riddle: a number that nobody explains.
        refers: to some other entry.
        is_wish: words or a number show that something is asked for.
    """

    spots: list[Spot]
    order: Order
    text: str
    body: str
    rest: str
    doubts: list[str] = field(default_factory=list)
    withdraws: bool = False
    is_question: bool = False
    is_wish: bool = False
    is_near: bool = False
    is_office: bool = False
    is_struck: bool = False
    holds: bool = False
    has_riddle: bool = False
    refers: bool = False

    @property
    def is_sure_of_door(self) -> bool:
        """Exactly one household of the roster is written."""
        return len(self.spots) == 1 and self.spots[0].sure is Sure.ONE

    @property
    def names_door(self) -> bool:
        """Something that is a whole door is written, known or not."""
        return any(spot.sure is not Sure.NO_ROOM for spot in self.spots)

    @property
    def name(self) -> str:
        """The words left over, the first of them short enough for a name."""
        pieces = [piece for piece in _SEPARATORS.split(self.rest.replace(FILLER, " ")) if piece]
        return next((piece for piece in pieces if _SPOKEN.search(piece)), "")[:_SHORT_NAME]


class Reader:
    """Reads the entries of one relay.

    Args:
        counts_people: the relay counts people.
    """

    def __init__(self, spots: Spots, amounts: Amounts, *, counts_people: bool) -> None:
        self.spots = spots
        self._amounts = amounts
        self._counts_people = counts_people

    def read(self, text: str, building: tuple[str, str] | None = None) -> Said:
        """What a folded line, or several joined by blanks, says.

        Args:
            building: label and unit that a heading above gives to bare rooms.
        """
        spotter = self.spots.of(*building) if building else self.spots
        text = _lay_out(text)
        folded = text.casefold() if len(text.casefold()) == len(text) else text.lower()
        masked = mask_numbers(folded, counts_people=self._counts_people)
        masked = spotter.drop_floors(masked)
        order = self._read_early(masked)
        doors = masked
        for token in order.tokens:
            if token.unit or token.kind in ("item", "number"):
                doors = fill(doors, token.start, token.end)
        spots = spotter.find(doors)
        rest = masked
        for spot in spots:
            rest = fill(rest, spot.start, spot.end)
        body = _loosen(rest)
        order = self._amounts.read(body)
        said = Said(spots, order, text, body, order.rest)
        self._judge(said, folded)
        return said

    def read_share(self, said: Said, start: int, end: int) -> Order:
        """The order of one of several doors: what stands in a stretch of the entry."""
        return self._amounts.read(said.body[start:end])

    def _read_early(self, masked: str) -> Order:
        """Amounts that cannot be doors, so that no door is read into them."""
        order = self._amounts.read(masked)
        order.tokens = [
            token
            for token in order.tokens
            if token.unit or masked[token.start] in "x×*✕✖+" or token.kind == "item"
        ]
        return order

    def _judge(self, said: Said, folded: str) -> None:
        keeps = words.KEEPS.search(folded) is not None
        said.is_struck = STRUCK in folded
        counted = said.order.is_counted
        said.withdraws = said.is_struck or (
            not keeps
            and said.order.mode != "reduce"
            and not (said.order.mode == "set" and self._refuses_item(said))
            and words.WITHDRAWS.search(folded) is not None
        )
        said.withdraws = said.withdraws or said.order.drops_all
        said.is_question = words.ASKS.search(folded) is not None
        said.holds = words.HOLDS.search(folded) is not None or (
            not counted and words.LATER.search(folded) is not None and not _PAYS.search(folded)
        )
        said.is_wish = counted or words.WANTS.search(folded) is not None
        said.refers = words.REFERS.search(folded) is not None
        said.is_office = words.NOT_HOUSEHOLD.search(folded) is not None
        said.is_near = self._is_near(said, folded)
        speaks_of_people = not self._counts_people and counts_only_people(folded)
        if not counted and (speaks_of_people or tells_no_pieces(folded)):
            said.doubts.append("unsure")
            said.order.items = {}
        if not counted and not said.withdraws and words.NEGATES.search(folded):
            said.doubts.append("unsure")
            said.order.items = {}
        remarks = [found[1] for found in words.BRACKETED.finditer(folded)]
        remarks = [each for each in remarks if not any(mark.isdecimal() for mark in each)]
        if not counted and not all(words.BENIGN.search(each) for each in remarks):
            said.doubts.append("unsure")
        if any(_PLACE_LIKE.search(folded[: spot.start]) for spot in said.spots):
            said.doubts.append("unsure")
        if keeps or said.is_question or words.SUPPOSES.search(folded):
            said.doubts.append("unsure")
        if _NUMBER_LEFT.search(said.order.rest):
            said.doubts.append("unsure")
            said.has_riddle = True

    def _refuses_item(self, said: Said) -> bool:
        return any(token.kind == "not" for token in said.order.tokens) and bool(said.order.items)

    def _is_near(self, said: Said, folded: str) -> bool:
        return any(_NAME_AT_DOOR.match(folded[spot.end :]) for spot in said.spots)


def _lay_out(text: str) -> str:
    text = drop_stickers(text).strip()
    for label, plain in (*_FIELDS, _FLOOR):
        text = label.sub(plain, text)
    return text.strip()


def _loosen(text: str) -> str:
    """A stroke between a door and its number is no sign: `1112-1`."""
    return re.sub(
        rf"(?<={FILLER})(?:室|号|호)?\s*[-_~:,/]+\s*(?=\d)",
        lambda joint: " " * len(joint[0]),
        text,
    )
