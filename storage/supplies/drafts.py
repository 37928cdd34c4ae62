"""A supply round before it is published: what it must say, and what cannot be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.errors import RuleError
from storage.facts import check_number, check_span, check_text

MOST_PACKAGES = 12
MOST_PIECES = 99
MOST_STOCK = 100_000
# In hundredths of the currency: 99,999.99.
MOST_PRICE = 9_999_999
LONGEST = {"title": 80, "supplier": 80, "arrives": 120}
LONGEST_PACKAGE = {"name": 40, "contents": 120}


@dataclass(frozen=True, slots=True)
class PackageDraft:
    """One package (套餐) of the catalogue.

    Attributes:
        price: in hundredths of the currency.
        per_household: most pieces that one household may order.
        stock: pieces there are; None is no limit.
        is_urgent: for mother and baby (S70): picked, carried and shown first.
    """

    name: str
    contents: str
    price: int
    per_household: int
    stock: int | None = None
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round as staff describe it, before anything is posted.

    Attributes:
        buildings: ids of the buildings that may order; empty is the whole estate.
        arrives: where the goods arrive, in words.
    """

    estate_id: int
    title: str
    supplier: str
    arrives: str
    opens_at: datetime
    closes_at: datetime
    packages: tuple[PackageDraft, ...]
    buildings: frozenset[int] = frozenset()


def check_draft(draft: RoundDraft, now: datetime) -> None:
    """Refuse what cannot be published.

    Raises:
        RuleError: `fact_missing` (fact), `text_too_long` (fact, limit), `wrong_number` (fact,
            limit), `times_reversed`, `closes_in_past`, `supply_no_package`,
            `supply_too_many_packages` (limit), `supply_package_twice` (name).
    """
    for fact, limit in LONGEST.items():
        check_text(fact, getattr(draft, fact), limit)
    check_span(draft.opens_at, draft.closes_at, now)
    if not draft.packages:
        raise RuleError("supply_no_package")
    if len(draft.packages) > MOST_PACKAGES:
        raise RuleError("supply_too_many_packages", limit=MOST_PACKAGES)
    names: set[str] = set()
    for package in draft.packages:
        check_package(package)
        if package.name in names:
            raise RuleError("supply_package_twice", name=package.name)
        names.add(package.name)


def check_package(package: PackageDraft) -> None:
    """Refuse a package that cannot be ordered.

    Raises:
        RuleError: `fact_missing`, `text_too_long`, `wrong_number`, `supply_price_wrong`.
    """
    check_text("name", package.name, LONGEST_PACKAGE["name"])
    if len(package.contents) > LONGEST_PACKAGE["contents"]:
        raise RuleError("text_too_long", fact="contents", limit=LONGEST_PACKAGE["contents"])
    if not 0 <= package.price <= MOST_PRICE:
        raise RuleError("supply_price_wrong")
    check_number("per_household", package.per_household, MOST_PIECES)
    if package.stock is not None:
        check_number("stock", package.stock, MOST_STOCK)
