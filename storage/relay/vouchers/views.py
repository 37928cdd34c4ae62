"""What questions about checks and vouchers answer with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.relay.kinds import Channel, EntryState
from storage.relay.vouchers.kinds import CheckState, Doubt, Validity


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that holds a place and is to be checked, or was.

    Attributes:
        door: unmasked: for those who check.
        doubts: what somebody has to look at; none is a proposal to accept it (S44).
    """

    number: int
    household_id: int
    building_id: int
    door: str
    quantity: int
    channel: Channel
    ordered_at: int
    state: CheckState | None
    doubts: tuple[Doubt, ...]
    has_photo: bool
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it."""
        return self.state in (None, CheckState.AWAITING)

    @property
    def is_proposed(self) -> bool:
        """Whether it is proposed to be accepted."""
        return self.is_open and not self.doubts


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """How far a relay's check has come: entries that hold a place, by what is to be done.

    Attributes:
        awaiting: no papers came yet; among `review`.
        photos: papers came and wait to be looked at; among `review`.
    """

    proposed: int
    review: int
    awaiting: int
    photos: int
    confirmed: int
    refused: int


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A voucher with its entry as that stands now; without a `code` none was given out yet.

    Attributes:
        is_offered: its place is offered and not accepted yet.
        from_list: its collection was read from an offline list.
    """

    relay_id: int
    number: int
    household_id: int
    building_id: int
    building: str
    door: str
    quantity: int
    entry_state: EntryState
    is_offered: bool
    check: CheckState | None
    code: str
    issued_at: datetime | None
    delivered_at: datetime | None
    collected_at: datetime | None
    collected_by: int | None
    from_list: bool
    is_paid: bool
    validity: Validity


@dataclass(frozen=True, slots=True)
class Pickup:
    """That a voucher was collected; with `from_list` at the time that an offline list says."""

    number: int
    at: datetime
    by: int | None
    from_list: bool


@dataclass(frozen=True, slots=True)
class CollectorView:
    """Somebody of the pharmacy; without a person nobody has used the link yet."""

    id: int
    label: str
    person_id: int | None
    expires_at: datetime
    collected: int
