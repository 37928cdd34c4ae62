"""Every feature's table."""

from __future__ import annotations

from handlers import (
    community,
    duty,
    emergency,
    faq,
    notices,
    proxies,
    relay,
    requests,
    runs,
    schedules,
    supplies,
    testing,
    volunteers,
)
from handlers.routes import Router


def build_routers() -> tuple[Router, ...]:
    """One router a feature, the hot road first; what is said plainly is offered in this order."""
    hot = relay.build_router()
    others = (
        requests.build_router(),
        supplies.build_router(),
        runs.build_router(),
        volunteers.build_router(),
        testing.build_router(),
        notices.build_router(),
        schedules.build_router(),
        duty.build_router(),
        proxies.build_router(),
        faq.build_router(),
        community.build_router(),
    )
    # A cry for help is heard in the midst of any feature's conversation.
    return (hot, emergency.build_router((hot, *others)), *others)
