"""The estates that staff plan for."""

from __future__ import annotations

from handlers.context import Context
from locales.languages import choose_language
from storage.community.queries import EstateView, find_committee, find_estate
from storage.errors import RuleError


async def find_own_estate(context: Context, estate_id: int) -> EstateView:
    """An estate of a committee that the acting person is staff of.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `stale_button`.
    """
    context.check_private()
    estate = await context.work.read(find_estate, estate_id)
    if estate is None:
        raise RuleError("stale_button")
    if not (await context.actor()).is_staff(estate.committee_id):
        raise RuleError("not_staff")
    return estate


async def usual_title(context: Context, estate: EstateView) -> str:
    """What a round is called where nobody names it, in the committee's language."""
    committee = await context.work.read(find_committee, estate.committee_id)
    language = choose_language(committee.language if committee else None)
    return context.services.renderer.words(language, "UTC").text("testing/usual_title")
