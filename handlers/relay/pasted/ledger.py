"""What every entry comes to, one household after the other (rules 1-5 of a careful committee).

The first entry of a household stands; a later one changes it, withdraws it or is a second one.
Whatever is not plain is doubtful: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.relay.pasted.drafts import Act, Draft
from handlers.relay.pasted.header import Facts
from handlers.relay.pasted.model import NOTHING, Row, Status, Why
from handlers.relay.pasted.spots import Sure

_FIRST = Why("first")


@dataclass(slots=True)
class Mark:
    """A row in the making."""

    draft: Draft
    order: int | None
    status: Status = Status.OK
    why: Why = _FIRST
    items: dict[str, int] = field(default_factory=dict)
    door: str | None = None
    of: int | None = None
    candidates: tuple[str, ...] = ()
    likely: str | None = None
    is_place_open: bool = False

    def come_to(self, status: Status, code: str, **params: str | int | tuple[str, ...]) -> None:
        """Settle what the row is, and why."""
        self.status, self.why = status, Why(code, params)

    @property
    def stands(self) -> bool:
        """Whether its household is in the list by it, for sure or perhaps."""
        return self.status in (Status.OK, Status.DOUBTFUL) and self.draft.door is not None


class Ledger:
    """Takes the entries of a paste in their order.

    Args:
        heads: door keys by the name of a household's head.
        is_timed: entries carry times, so that one without has no place.
    """

    def __init__(
        self, facts: Facts, heads: Mapping[str, tuple[str, ...]], *, is_timed: bool
    ) -> None:
        self._facts = facts
        self._heads = heads
        self._is_timed = is_timed
        self._standing: dict[str, Mark] = {}
        self._of_sender: dict[str, list[Mark]] = {}
        self.marks: list[Mark] = []

    def take(self, draft: Draft) -> bool:
        """Decide one entry, or apply one edit; tells whether an edit found what it means."""
        if draft.act is Act.COMPLETE:
            return self._complete(draft)
        if draft.act is Act.EDIT:
            return self._edit(draft)
        mark = Mark(draft, len(self.marks) + 1, items=dict(draft.order.items))
        self.marks.append(mark)
        if draft.sender:
            self._of_sender.setdefault(draft.sender, []).append(mark)
        if draft.door is None:
            self._settle_without_door(mark)
        else:
            self._settle_household(mark)
        return True

    def find_of_sender(self, sender: str) -> list[Mark]:
        """What a sender has in the list."""
        marks = self._of_sender.get(sender, [])
        return [mark for mark in marks if mark.status is not Status.CANCELLED]

    # Entries without one known household

    def _settle_without_door(self, mark: Mark) -> None:
        spot, said = mark.draft.spot, mark.draft.said
        if "several_households" in mark.draft.doubts:
            keys = tuple(each.door.key for each in said.spots if each.door)
            mark.candidates = keys
            mark.come_to(Status.DOUBTFUL, "several_households", doors=keys)
        elif spot is None:
            self._settle_nowhere(mark)
        elif spot.sure is Sure.ELSEWHERE:
            mark.come_to(Status.UNKNOWN_DOOR, "no_household")
        elif spot.sure is Sure.UNKNOWN:
            self._settle_unknown(mark)
        else:
            self._settle_among(mark)
        if mark.draft.order.doubt in ("which_item", "several_amounts") and not mark.items:
            mark.items = {}
        if said.withdraws:
            mark.items = {}

    def _settle_nowhere(self, mark: Mark) -> None:
        said = mark.draft.said
        if said.is_office:
            mark.come_to(Status.UNKNOWN_DOOR, "no_household")
            return
        mark.come_to(Status.DOUBTFUL, "no_door")
        if not said.order.is_counted and not said.is_wish and not said.name:
            mark.items = {}
        self._propose(mark, self._heads.get(said.name, ()))
        if said.withdraws:
            self._shake_namesakes(mark)

    def _shake_namesakes(self, mark: Mark) -> None:
        """A withdrawal without a door makes the entries of that name unsure."""
        name = mark.draft.said.name
        for other in self.marks[:-1]:
            if name and other.status is Status.OK and other.draft.said.name == name:
                other.come_to(Status.DOUBTFUL, "unattributed")

    def _settle_unknown(self, mark: Mark) -> None:
        spot = mark.draft.spot
        assert spot is not None
        if mark.draft.said.has_riddle or mark.draft.order.doubt == "several_amounts":
            mark.come_to(Status.DOUBTFUL, "unsure")
            return
        mark.door = spot.written
        mark.come_to(Status.UNKNOWN_DOOR, "no_such_door", door=spot.written)

    def _settle_among(self, mark: Mark) -> None:
        spot = mark.draft.spot
        assert spot is not None
        mark.candidates = spot.candidates
        if spot.sure is Sure.MISREAD:
            mark.likely = spot.candidates[0]
            mark.come_to(Status.DOUBTFUL, "unsure")
        elif spot.sure is Sure.SEVERAL:
            mark.come_to(Status.DOUBTFUL, "several_doors", doors=spot.candidates)
        elif spot.building is not None:
            mark.come_to(Status.DOUBTFUL, "no_room", building=spot.building)
        else:
            mark.come_to(Status.DOUBTFUL, "no_door")
        self._propose(mark, self._heads.get(mark.draft.said.name, ()))

    def _propose(self, mark: Mark, keys: tuple[str, ...]) -> None:
        if not mark.candidates:
            mark.candidates = keys
        fitting = [key for key in keys if key in mark.candidates]
        if len(fitting) == 1:
            mark.likely = fitting[0]

    # Entries of one household

    def _settle_household(self, mark: Mark) -> None:
        draft = mark.draft
        assert draft.door is not None
        mark.door = draft.door.key
        standing = self._standing.get(draft.door.key)
        if standing is not None and not standing.stands:
            standing = None
        if draft.said.is_near:
            mark.come_to(Status.DOUBTFUL, "near_door")
        elif draft.said.withdraws:
            self._withdraw(mark, standing)
        elif standing is not None:
            self._meet(mark, standing)
        else:
            self._stand(mark)

    def _stand(self, mark: Mark) -> None:
        draft = mark.draft
        doubt = self._find_doubt(draft, mark.items)
        if doubt is None and draft.order.mode != "set" and not self._is_plain_join(draft):
            doubt = Why("unattributed")
        if doubt is not None:
            mark.status, mark.why = Status.DOUBTFUL, doubt
            if doubt.code == "no_quantity" and not draft.order.is_counted:
                mark.items = {}
        assert draft.door is not None
        self._standing[draft.door.key] = mark

    def _is_plain_join(self, draft: Draft) -> bool:
        """`加1份` joins; `再加1份` says that something stands already."""
        return draft.order.mode == "add" and not any(
            word in draft.said.text.casefold()
            for word in (
                "再",
                "多",
                "追",
                "more",
                "another",
                "extra",
                "もう",
                "추가",
                "더",
                "encore",
                "plus",
                "noch",
            )
        )

    def _find_doubt(self, draft: Draft, items: Mapping[str, int]) -> Why | None:
        """The first reason to ask a person about an entry that is its household's first."""
        said, order = draft.said, draft.order
        if draft.doubts:
            return Why(draft.doubts[0])
        if draft.door and self._is_strange_building(draft):
            return Why("unsure")
        if order.doubt:
            return Why(order.doubt)
        if said.holds:
            return Why("no_quantity")
        if said.doubts:
            return Why(said.doubts[0])
        if self._facts.counts_people and not order.is_counted:
            return Why("no_quantity")
        if not sum(items.values()) and not self._facts.counts_people:
            return Why("unsure")
        return self._find_breach(draft, items)

    def _is_strange_building(self, draft: Draft) -> bool:
        """Another building's door in a list of one building may as well be a number and a room."""
        own = draft.heading or self._facts.header.building
        return own is not None and draft.door is not None and draft.door.building != own

    def _find_breach(self, draft: Draft, items: Mapping[str, int]) -> Why | None:
        limit = self._facts.header.limit
        if limit is not None and not self._facts.counts_people:
            counts = items.values() if self._facts.header.is_limit_each else [sum(items.values())]
            if any(count > limit for count in counts):
                return Why("over_limit", {"limit": limit})
        deadline = self._facts.deadline
        if draft.is_late_section:
            return Why("late", {"deadline": self._facts.header.deadline})
        if deadline is not None and draft.at is not None and draft.at >= deadline:
            return Why("late", {"deadline": deadline.isoformat()})
        return Why("no_time") if self._is_timed and draft.at is None else None

    def _meet(self, mark: Mark, standing: Mark) -> None:
        """A later entry of a household that is in already."""
        draft = mark.draft
        mark.of = standing.order
        if draft.order.mode == "set" or not draft.order.is_counted:
            if draft.said.doubts or draft.doubts or draft.order.is_plus or draft.is_restated:
                mark.come_to(Status.DOUBTFUL, "unsure")
            else:
                mark.come_to(Status.DUPLICATE, "household_in", of=standing.order or 0)
            return
        doubt = self._change(standing, draft)
        if doubt is None:
            mark.come_to(Status.DUPLICATE, "change_taken", of=standing.order or 0)
        else:
            mark.status, mark.why = Status.DOUBTFUL, doubt

    def _change(self, standing: Mark, draft: Draft) -> Why | None:
        """Take a plain change over into the first entry; else say what is not plain."""
        items = self._compute(standing, draft)
        doubt = Why("unattributed") if items is None else self._find_doubt(draft, items)
        if draft.said.doubts and doubt is None:
            doubt = Why(draft.said.doubts[0])
        if doubt is not None or items is None:
            return doubt
        standing.items = items
        if standing.status is Status.DOUBTFUL:
            remaining = self._find_breach(standing.draft, items)
            if remaining is not None or standing.why.code not in _CURED_BY_NUMBER:
                return None
        standing.come_to(Status.OK, "changed", line=draft.line)
        return None

    def _compute(self, standing: Mark, draft: Draft) -> dict[str, int] | None:
        mode, said = draft.order.mode, draft.order.items
        if mode in ("set", "change"):
            if len(standing.items) > 1 and set(said) != set(standing.items):
                return None
            return dict(said)
        sign = 1 if mode == "add" else -1
        items = {
            key: standing.items.get(key, 0) + sign * said.get(key, 0)
            for key in {**standing.items, **said}
        }
        if any(count < 0 for count in items.values()) or not any(items.values()):
            return None
        return {key: count for key, count in items.items() if count}

    def _withdraw(self, mark: Mark, standing: Mark | None) -> None:
        mark.items = {}
        said = mark.draft.said
        is_other = said.refers and (standing is None or said.order.is_counted)
        if said.doubts or said.holds or is_other:
            mark.come_to(Status.DOUBTFUL, "unattributed" if is_other else "unsure")
            if standing is not None:
                standing.come_to(Status.DOUBTFUL, "unattributed")
        elif standing is None:
            mark.come_to(Status.CANCELLED, "withdrawn")
        else:
            mark.of = standing.order
            mark.come_to(Status.CANCELLED, "withdraws", of=standing.order or 0)
            self._cancel(standing, mark.draft.line)

    def _cancel(self, standing: Mark, line: int) -> None:
        standing.items = {}
        standing.come_to(Status.CANCELLED, "withdrawn_by", line=line)

    # Edits of a chat

    def _edit(self, draft: Draft) -> bool:
        standing = self._find_meant(draft)
        if standing is None:
            return False
        doubts = draft.said.doubts or draft.doubts
        if draft.said.withdraws and not doubts:
            self._cancel(standing, draft.line)
        elif doubts or self._change(standing, draft) is not None:
            standing.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
        return True

    def _find_meant(self, draft: Draft) -> Mark | None:
        if draft.door is not None:
            standing = self._standing.get(draft.door.key)
            return standing if standing is not None and standing.stands else None
        own = [mark for mark in self.find_of_sender(draft.sender) if mark.stands]
        if len(own) > 1:
            for mark in own:
                mark.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
            return None
        return own[0] if own else None

    def _complete(self, draft: Draft) -> bool:
        """The sender's next message names the door that the last one left out."""
        open_marks = [
            mark for mark in self.find_of_sender(draft.sender) if mark.why.code == "no_door"
        ]
        if not open_marks:
            return False
        mark = open_marks[-1]
        mark.draft.door, mark.draft.spot = draft.door, draft.spot
        mark.status, mark.why, mark.candidates = (
            Status.OK,
            Why("completed", {"line": draft.line}),
            (),
        )
        self._settle_household(mark)
        return True


_CURED_BY_NUMBER = frozenset(
    {"over_limit", "no_quantity", "which_item", "no_such_item", "several_amounts"}
)


def make_row(mark: Mark) -> Row:
    """The row that a mark has become."""
    draft = mark.draft
    is_gone = mark.status is Status.CANCELLED
    return Row(
        line=draft.line,
        last_line=draft.last_line,
        order=mark.order,
        status=mark.status,
        why=mark.why,
        door=mark.door,
        household_id=draft.door.household_id if draft.door else None,
        items=NOTHING if is_gone else dict(mark.items),
        name=draft.said.name or draft.sender or None,
        of=mark.of,
        candidates=mark.candidates,
        likely=mark.likely,
        at=draft.at,
        is_place_open=mark.is_place_open,
        text=draft.said.text,
    )
