"""A household accepts somebody, and takes it back."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.actor import Actor
from storage.community.kinds import ResidentState, RoleKind
from storage.community.queries import find_actor, find_household, list_roles
from storage.community.rules import digest_code
from storage.community.tables import Estate, Household, Resident
from storage.errors import RuleError
from storage.outbox.actions import tell
from storage.outbox.tables import OutboxMessage
from storage.proxies.kinds import Consent, ProxyState
from storage.proxies.queries import ProxyView, find_proxy
from storage.proxies.rules import (
    ASK_LASTS,
    INVITE_LASTS,
    PROXY_LASTS,
    check_not_own,
    check_room,
)
from storage.proxies.tables import Proxy

_CODE_BYTES = 16


def invite_proxy(session: Session, household_id: int, *, by: int, now: datetime) -> str:
    """A link for one person whom the household trusts, such as a child abroad.

    Returns:
        22 characters of `A-Z a-z 0-9 _ -`, fit for a deep link. Only their digest is kept.

    Raises:
        RuleError: `not_tied` for who does not live there, `too_many_proxies`.
    """
    _lock(session, household_id)
    if not find_actor(session, by, now).may_act_for(household_id):
        raise RuleError("not_tied")
    check_room(
        Actor(by), 0, of_household=_count(session, now, household_id=household_id), of_person=0
    )
    code = secrets.token_urlsafe(_CODE_BYTES)
    proxy = Proxy(
        household_id=household_id,
        state=ProxyState.INVITED,
        code_digest=digest_code(code),
        agreed_by=by,
        begun_at=now,
        until=now + INVITE_LASTS,
    )
    session.add(proxy)
    _note(session, proxy, "proxy.invited", by, now)
    return code


def accept_invitation(session: Session, code: str, *, by: int, now: datetime) -> ProxyView:
    """Take the household that a link is for. Its owner may open it again.

    Raises:
        RuleError: `invite_unknown`, `invite_used`, `invite_expired`, `own_household`,
            `too_many_households`.
    """
    digest = digest_code(code)
    found = select(Proxy).where(Proxy.code_digest == digest).with_for_update()
    proxy = session.exec(found).first()
    if proxy is None:
        raise RuleError("invite_unknown")
    if proxy.person_id == by and proxy.state is ProxyState.ACTIVE:
        return _see(session, proxy)
    if proxy.state is not ProxyState.INVITED:
        raise RuleError("invite_used")
    if proxy.until <= now:
        raise RuleError("invite_expired")
    _lock(session, proxy.household_id)
    actor = _check_may_become(session, proxy.household_id, by, now)
    asked = _find_standing(session, proxy.household_id, actor.person_id)
    if asked is not None:
        # They had asked before: the household has agreed to that, and the link is used.
        proxy.state = ProxyState.ENDED
        proxy = asked
    _begin(session, proxy, by, Consent.PRESSED, now)
    _tell_household(session, proxy, "proxies/accepted", now)
    return _see(session, proxy)


def ask_to_act(session: Session, household_id: int, *, by: int, now: datetime) -> ProxyView:
    """Ask a household whether one may act for it; where none of it is here, staff ask (S33).

    Asking again gives the first question.

    Raises:
        RuleError: `not_found`, `own_household`, `too_many_proxies`, `too_many_households`.
    """
    _lock(session, household_id)
    standing = _find_standing(session, household_id, by)
    if standing is not None and standing.until > now:
        return _see(session, standing)
    _check_may_become(session, household_id, by, now)
    proxy = standing or Proxy(household_id=household_id, person_id=by, begun_at=now, until=now)
    proxy.state, proxy.until = ProxyState.ASKED, now + ASK_LASTS
    proxy.consent = proxy.agreed_by = None
    session.add(proxy)
    _note(session, proxy, "proxy.asked", by, now)
    if not _tell_household(session, proxy, "proxies/asked", now):
        _tell_staff(session, proxy, now)
    return _see(session, proxy)


def agree(session: Session, proxy_id: int, *, by: int, now: datetime) -> ProxyView:
    """Say yes: as one of the household, or as staff who heard it from them. Again is harmless.

    Raises:
        RuleError: `stale_button`, `not_staff` for anybody else.
    """
    proxy = _lock_proxy(session, proxy_id)
    view = _see(session, proxy)
    actor = find_actor(session, by, now)
    lives_there = actor.may_act_for(proxy.household_id)
    # Nobody hears their own consent.
    if not lives_there and (not actor.is_staff(view.committee_id) or by == proxy.person_id):
        raise RuleError("not_staff")
    if proxy.state is ProxyState.ACTIVE:
        return view
    if proxy.state is not ProxyState.ASKED or proxy.until <= now:
        raise RuleError("stale_button")
    _begin(session, proxy, by, Consent.PRESSED if lives_there else Consent.HEARD, now)
    _tell_household(session, proxy, "proxies/accepted", now)
    _tell_proxy(session, proxy, "proxies/agreed", now)
    return _see(session, proxy)


def end_proxy(session: Session, proxy_id: int, *, by: int, now: datetime) -> ProxyView:
    """End it: as one of the household, as the proxy, or as staff. Again changes nothing.

    Raises:
        RuleError: `stale_button`, `not_staff` for anybody else.
    """
    proxy = _lock_proxy(session, proxy_id)
    view = _see(session, proxy)
    actor = find_actor(session, by, now)
    is_own = by == proxy.person_id or actor.may_act_for(proxy.household_id)
    if not is_own and not actor.is_staff(view.committee_id):
        raise RuleError("not_staff")
    if proxy.state is ProxyState.ENDED:
        return view
    proxy.state = ProxyState.ENDED
    _note(session, proxy, "proxy.ended", by, now)
    if by == proxy.person_id:
        _tell_household(session, proxy, "proxies/gave_up", now)
    else:
        _tell_proxy(session, proxy, "proxies/ended", now)
    return _see(session, proxy)


def forget_proxy(session: Session, person_id: int) -> None:
    """Erase for whom a person acts, and what others were told of it."""
    for proxy_id in session.exec(select(Proxy.id).where(Proxy.person_id == person_id)).all():
        assert proxy_id is not None
        told = col(OutboxMessage.dedupe_key).startswith(_key(proxy_id), autoescape=True)
        session.execute(delete(OutboxMessage).where(told))
    session.execute(delete(Proxy).where(col(Proxy.person_id) == person_id))


def drop_spent(session: Session, before: datetime) -> None:
    """Delete proxies, invitations and questions that ended by themselves or were ended long ago."""
    session.execute(delete(Proxy).where(col(Proxy.until) < before))
    session.execute(
        delete(Proxy).where(col(Proxy.state) == ProxyState.ENDED, col(Proxy.begun_at) < before)
    )


def _key(proxy_id: int) -> str:
    """How the dedupe keys of all messages about a proxy begin."""
    return f"proxy:{proxy_id}:"


def _lock(session: Session, household_id: int) -> None:
    # One household's proxies are counted and added by one transaction at a time.
    found = select(Household.id).where(Household.id == household_id).with_for_update()
    if session.exec(found).first() is None:
        raise RuleError("not_found", kind="household")


def _lock_proxy(session: Session, proxy_id: int) -> Proxy:
    proxy = session.exec(select(Proxy).where(Proxy.id == proxy_id).with_for_update()).first()
    if proxy is None:
        raise RuleError("stale_button")
    return proxy


def _check_may_become(session: Session, household_id: int, by: int, now: datetime) -> Actor:
    actor = find_actor(session, by, now)
    check_not_own(actor, household_id)
    household = find_household(session, household_id)
    assert household is not None
    committee_id = session.get_one(Estate, household.estate_id).committee_id
    check_room(
        actor,
        committee_id,
        of_household=_count(session, now, household_id=household_id, but=by),
        of_person=_count(session, now, person_id=by),
    )
    return actor


def _count(
    session: Session,
    now: datetime,
    *,
    household_id: int | None = None,
    person_id: int | None = None,
    but: int | None = None,
) -> int:
    standing = select(func.count()).where(
        col(Proxy.state) != ProxyState.ENDED, col(Proxy.until) > now
    )
    if household_id is not None:
        standing = standing.where(Proxy.household_id == household_id)
    if person_id is not None:
        standing = standing.where(Proxy.person_id == person_id)
    if but is not None:
        # An invitation becomes theirs, it does not come on top.
        standing = standing.where(col(Proxy.person_id).is_not(None), col(Proxy.person_id) != but)
    return session.exec(standing).one()


def _find_standing(session: Session, household_id: int, person_id: int) -> Proxy | None:
    return session.exec(
        select(Proxy).where(
            Proxy.household_id == household_id,
            Proxy.person_id == person_id,
            col(Proxy.state).in_([ProxyState.ASKED, ProxyState.ACTIVE]),
        )
    ).first()


def _begin(session: Session, proxy: Proxy, by: int, consent: Consent, now: datetime) -> None:
    if proxy.person_id is None:
        proxy.person_id = by
    else:
        proxy.agreed_by = by
    proxy.state, proxy.consent, proxy.until = ProxyState.ACTIVE, consent, now + PROXY_LASTS
    session.add(proxy)
    _note(session, proxy, "proxy.accepted", by, now)


def _note(session: Session, proxy: Proxy, what: str, by: int, now: datetime) -> None:
    session.flush()
    record(session, what, f"proxy:{proxy.id}", at=now, actor_id=by)


def _see(session: Session, proxy: Proxy) -> ProxyView:
    session.flush()
    assert proxy.id is not None
    view = find_proxy(session, proxy.id)
    assert view is not None
    return view


def _tell_household(session: Session, proxy: Proxy, template: str, now: datetime) -> bool:
    members = session.exec(
        select(Resident.person_id).where(
            Resident.household_id == proxy.household_id, Resident.state == ResidentState.ACTIVE
        )
    ).all()
    view = _see(session, proxy)
    for person_id in members:
        _tell(session, person_id, template, view, now)
    return bool(members)


def _tell_staff(session: Session, proxy: Proxy, now: datetime) -> None:
    view = _see(session, proxy)
    for role in list_roles(session, view.committee_id, now):
        if role.kind is RoleKind.STAFF:
            _tell(session, role.person_id, "proxies/asked_staff", view, now)


def _tell_proxy(session: Session, proxy: Proxy, template: str, now: datetime) -> None:
    view = _see(session, proxy)
    if view.person_id is not None:
        _tell(session, view.person_id, template, view, now)


def _tell(session: Session, person_id: int, template: str, view: ProxyView, now: datetime) -> None:
    tell(
        session,
        person_id,
        template,
        now=now,
        dedupe_key=f"{_key(view.id)}{template}:{now.isoformat()}:{person_id}",
        proxy_id=view.id,
        who=view.name,
        door=view.door,
        estate=view.estate,
        until=view.until.isoformat(),
    )
