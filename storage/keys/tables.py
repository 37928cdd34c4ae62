"""What tells the right key from a wrong one before anything is read."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from storage.sealing import sealed_text


class KeyCheck(SQLModel, table=True):
    """One row with a word that everybody knows, sealed: who opens it has the right key."""

    __tablename__ = "key_check"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    word: str = sealed_text()
