"""What papers about a relay say, in the language that they are printed in."""

from __future__ import annotations

from handlers.context import Context
from handlers.links import private_link
from handlers.relay._card import facts
from handlers.relay._rules import rule_lines
from locales.relay_forms import Form
from locales.relay_wall import Heading, RelayNotice
from locales.renderer import Words
from storage.community.queries import find_committee
from storage.local_time import local_day
from storage.relay.queries import RelayView

# What a form in a mailbox has room for.
_SHORT = ("item", "pieces", "closes", "who", "collect")


async def paper_words(context: Context, relay: RelayView, language: str) -> Words:
    """The words of a paper: of the language that was chosen, else the committee's."""
    committee = await context.work.read(find_committee, relay.committee_id)
    assert committee is not None
    chosen = language or committee.language
    return context.services.renderer.words(chosen, relay.time_zone)


async def find_heading(context: Context, relay: RelayView) -> Heading:
    """What stands at the head of every paper."""
    committee = await context.work.read(find_committee, relay.committee_id)
    return Heading(
        committee=committee.name if committee else "",
        estate=relay.estate,
        title=relay.title,
        link=private_link(context.services.username, f"r_{relay.id}"),
        is_rehearsal=relay.is_rehearsal,
    )


async def make_notice(context: Context, words: Words, relay: RelayView) -> RelayNotice:
    """The notice for the lobby."""
    return RelayNotice(
        heading=await find_heading(context, relay),
        day=local_day(context.received_at, relay.time_zone),
        facts=_list_facts(words, relay),
        rules=rule_lines(words, facts(relay)),
    )


async def make_form(context: Context, words: Words, relay: RelayView) -> Form:
    """What lobby sheets and mailbox forms say."""
    return Form(
        heading=await find_heading(context, relay),
        facts=[fact for fact in _list_facts(words, relay) if fact[0] in _SHORT],
        rules=rule_lines(words, facts(relay)),
        most=relay.per_household,
        needs_papers=relay.sharing.needs_papers,
    )


def _list_facts(words: Words, relay: RelayView) -> list[tuple[str, str]]:
    places = (
        words.text("relay/paper_no_limit")
        if relay.capacity is None
        else words.text("relay/paper_households_at_most", capacity=relay.capacity)
    )
    said = {
        "item": relay.item,
        "pieces": words.text("relay/paper_per_household", per_household=relay.per_household),
        "places": places,
        "opens": words.formats.moment(relay.opens_at),
        "closes": words.formats.moment(relay.closes_at),
        "who": relay.eligibility,
        "where": relay.place,
        "collect": relay.collection,
        "bring": relay.sharing.bring,
    }
    return [(name, text) for name, text in said.items() if text]
