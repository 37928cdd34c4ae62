"""What every entry comes to, one household after the other (rules 1-5 of a careful committee).

The first entry of a household stands; a later one changes it, withdraws it or is a second one.
Whatever is not plain is doubtful: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from handlers.relay.pasted.doorless import settle_without_door
from handlers.relay.pasted.doubts import Doubts, change_items
from handlers.relay.pasted.drafts import Act, Draft
from handlers.relay.pasted.header import Facts
from handlers.relay.pasted.marks import Mark
from handlers.relay.pasted.model import Status, Why


class Ledger:
    """Takes the entries of a paste in their order.

    Args:
        heads: door keys by the name of a household's head.
        is_timed: entries carry times, so that one without has no place.
    """

    def __init__(
        self, facts: Facts, heads: Mapping[str, tuple[str, ...]], *, is_timed: bool
    ) -> None:
        self._doubts = Doubts(facts, is_timed=is_timed)
        self._heads = heads
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
            settle_without_door(mark, self._heads, self.marks[:-1])
        else:
            self._settle_household(mark)
        return True

    def find_of_sender(self, sender: str) -> list[Mark]:
        """What a sender has in the list."""
        marks = self._of_sender.get(sender, [])
        return [mark for mark in marks if mark.status is not Status.CANCELLED]

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
        doubt = self._doubts.find(draft, mark.items)
        if doubt is None and draft.order.mode != "set" and not self._doubts.is_plain_join(draft):
            doubt = Why("unattributed")
        if doubt is not None:
            mark.status, mark.why = Status.DOUBTFUL, doubt
            if doubt.code == "no_quantity" and not draft.order.is_counted:
                mark.items = {}
        assert draft.door is not None
        self._standing[draft.door.key] = mark

    def _meet(self, mark: Mark, standing: Mark) -> None:
        """A later entry of a household that is in already."""
        draft = mark.draft
        mark.of = standing.order
        if draft.order.mode == "set" or not draft.order.is_counted:
            if draft.order.has_change_word and draft.order.is_counted:
                # `1 more` as no part of the grammar reads it: the first entry is open too.
                mark.come_to(Status.DOUBTFUL, "unsure")
                standing.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
                return
            adds_items = bool(set(mark.items) - set(standing.items)) and bool(standing.items)
            if (
                adds_items
                or draft.said.doubts
                or draft.doubts
                or draft.order.is_plus
                or draft.is_restated
            ):
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
        items = change_items(standing.items, draft.order)
        doubt = Why("unattributed") if items is None else self._doubts.find(draft, items)
        if draft.said.doubts and doubt is None:
            doubt = Why(draft.said.doubts[0])
        if doubt is not None or items is None:
            return doubt
        standing.items = items
        if standing.status is Status.DOUBTFUL:
            remaining = self._doubts.find_breach(standing.draft, items)
            if remaining is not None or standing.why.code not in _CURED_BY_NUMBER:
                return None
        standing.come_to(Status.OK, "changed", line=draft.line)
        return None

    def _withdraw(self, mark: Mark, standing: Mark | None) -> None:
        mark.items = {}
        said = mark.draft.said
        is_other = said.refers and (standing is None or said.order.is_counted)
        # `那份不要了，换一份` gives up one thing and asks for another.
        is_other = is_other or (said.order.is_counted and said.order.has_change_word)
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
            return self._correct(draft)
        doubts = draft.said.doubts or draft.doubts
        if draft.said.withdraws and not doubts:
            self._cancel(standing, draft.line)
        elif draft.order.mode == "set" and not doubts:
            # `要两袋` from somebody who has one: one more, or two in all?
            if dict(draft.order.items) != standing.items:
                standing.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
        elif doubts or self._change(standing, draft) is not None:
            standing.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
        return True

    def _correct(self, draft: Draft) -> bool:
        """`打错了，是7-305`: the sender's entry stands for another household, perhaps."""
        own = [mark for mark in self.find_of_sender(draft.sender) if mark.stands]
        if draft.act is Act.EDIT and draft.corrects:
            for mark in own:
                mark.come_to(Status.DOUBTFUL, "unattributed", line=draft.line)
        return draft.corrects and bool(own)

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
        if draft.door is None:
            mark.draft.spot = draft.spot
            settle_without_door(mark, self._heads, ())
            return True
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
