"""What staff decided about entries, the papers they decided by, vouchers, and who collects.

Rows belong to an entry by its relay and number. None of them says whether a voucher is valid:
that is read from the entry as it stands, so that whoever leaves or loses their place has none.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, telegram_id, word
from storage.relay.vouchers.kinds import CheckState
from storage.sealing import sealed_text


class RelayCheck(SQLModel, table=True):
    """What was decided about an entry (核对); no row until somebody did, or waits for papers."""

    __tablename__ = "relay_check"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    state: CheckState = word(CheckState)
    decided_by: int | None = Field(default=None, sa_type=BigInteger)
    decided_at: datetime | None = moment(nullable=True)


class RelayPhoto(SQLModel, table=True):
    """The one photo of its papers that a household sent in private (S25, S30).

    Only Telegram's id of the file, sealed; it goes once the entry is decided, or in a week.
    """

    __tablename__ = "relay_photo"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    file_id: str = sealed_text()
    sent_by: int | None = Field(default=None, sa_type=BigInteger)
    sent_at: datetime = moment(index=True)


class RelayPhotoCopy(SQLModel, table=True):
    """A copy of such a photo in the private chat of somebody of staff, to be taken away."""

    __tablename__ = "relay_photo_copy"

    chat_id: int = telegram_id(primary_key=True)
    message_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    relay_id: int = Field(foreign_key="relay.id")
    number: int
    delete_at: datetime = moment(index=True)


class RelayVoucher(SQLModel, table=True):
    """A household's voucher (凭证), collected once."""

    __tablename__ = "relay_voucher"

    relay_id: int = Field(foreign_key="relay.id", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str = Field(max_length=9, unique=True)
    issued_at: datetime | None = moment(nullable=True)
    delivered_at: datetime | None = moment(nullable=True)
    collected_at: datetime | None = moment(nullable=True)
    collected_by: int | None = Field(default=None, sa_type=BigInteger)
    from_list: bool = Field(default=False, description="its collection was read from a list")
    is_paid: bool = Field(default=False, description="paid by whoever collects (S21)")


class RelayCollector(SQLModel, table=True):
    """Somebody of the pharmacy who may collect in one relay, by a link that works once."""

    __tablename__ = "relay_collector"

    id: int | None = key()
    relay_id: int = Field(foreign_key="relay.id", index=True)
    code_digest: str = Field(max_length=64, unique=True)
    label: str = Field(default="", max_length=40, description="as staff call them")
    invited_by: int | None = Field(default=None, sa_type=BigInteger)
    person_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class WrongCode(SQLModel, table=True):
    """How many codes that do not exist somebody has tried of late."""

    __tablename__ = "relay_wrong_code"

    person_id: int = telegram_id(primary_key=True)
    since: datetime = moment()
    tries: int
