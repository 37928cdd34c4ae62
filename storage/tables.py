"""Every table, so that migrations and tests see the whole schema at once."""

from sqlmodel import SQLModel

from storage.audit import tables as audit
from storage.community import tables as community
from storage.emergency import tables as emergency
from storage.faq import tables as faq
from storage.keys import tables as keys
from storage.notices import tables as notices
from storage.outbox import tables as outbox
from storage.proxies import tables as proxies
from storage.relay import tables as relay
from storage.relay.papers import tables as papers
from storage.relay.releases import tables as releases
from storage.relay.vouchers import tables as vouchers
from storage.requests import tables as requests
from storage.runs import tables as runs
from storage.schedules import tables as schedules
from storage.supplies import tables as supplies
from storage.testing import tables as testing
from storage.testing.coverage import tables as coverage
from storage.volunteers import tables as volunteers

metadata = SQLModel.metadata

__all__ = [
    "audit",
    "community",
    "coverage",
    "emergency",
    "faq",
    "keys",
    "metadata",
    "notices",
    "outbox",
    "papers",
    "proxies",
    "relay",
    "releases",
    "requests",
    "runs",
    "schedules",
    "supplies",
    "testing",
    "volunteers",
    "vouchers",
]
