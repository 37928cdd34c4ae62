"""What `linli roster export` writes: the doors as CSV, and the posters."""

from __future__ import annotations

import csv
from io import StringIO

from sqlmodel import Session

from handlers.links import building_link
from locales.posters import Poster, choose_languages, posters_page
from locales.renderer import Renderer
from storage.community.queries import find_book, find_committee, find_estate, list_buildings
from storage.errors import RuleError

_HEADER = ("door", "building", "unit", "room")


def doors_csv(session: Session, estate_id: int) -> bytes:
    """Every door of an estate. `linli roster import` reads it again; so does Excel, by its mark."""
    file = StringIO()
    table = csv.writer(file)
    table.writerow(_HEADER)
    table.writerows(
        (door.key, door.building, door.unit, door.room) for door in find_book(session, estate_id)
    )
    return file.getvalue().encode("utf-8-sig")


def posters_html(session: Session, estate_id: int, username: str, language: str) -> bytes:
    """A printable page for every building, in Chinese and `language`.

    Raises:
        RuleError: `not_found`.
    """
    estate = find_estate(session, estate_id)
    if estate is None:
        raise RuleError("not_found", kind="estate")
    committee = find_committee(session, estate.committee_id)
    assert committee is not None
    return posters_page(
        Renderer(),
        estate.name,
        [
            Poster(building.label, building_link(username, building.link_code))
            for building in list_buildings(session, estate_id)
        ],
        choose_languages(committee.language, language),
    )
