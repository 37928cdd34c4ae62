"""What a rehearsal puts on the page besides its world: whose phones, and what to try first.

The page works without; whoever starts the simulator may set `Simulator.stage`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from simulator.chats import Chat
from simulator.people import Person

Texts = Mapping[str, str]
"""A text in the page's languages: `zh` and `en`."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that shows from the start, with a chat open."""

    person: Person
    chat: Chat


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try.

    Attributes:
        phone: where it happens; the page opens this chat there.
        draft: what the page puts into that phone's box, to be sent by hand.
        moves_clock: it is done by pushing the time to the next moment.
    """

    text: Texts
    phone: Phone | None = None
    draft: str = ""
    moves_clock: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that will happen by itself at an aware instant."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Scene:
    """How a rehearsal begins; `time_zone` is an IANA name."""

    time_zone: str
    phones: Sequence[Phone]
    steps: Sequence[Step]


class Stage(Protocol):
    """Who sets the scenes.

    Attributes:
        titles: the scenes that can be played, by name.
        playing: the name of the present one.
        scene: the present one.
    """

    titles: Mapping[str, Texts]
    playing: str
    scene: Scene

    async def play(self, name: str) -> None:
        """Begin a scene anew; its world is another one under the same token.

        Raises:
            ValueError: for an unknown name.
        """

    async def moments(self) -> Sequence[Moment]:
        """What is still to happen, soonest first; waits for a scene that is being set."""
