"""A pretend Telegram: the Bot API over real HTTP, for rehearsals and tests.

Imports nothing of the bot.
"""

from simulator.callbacks import CallbackAnswer
from simulator.clock import Clock
from simulator.flood import FloodLimits
from simulator.groups import Group, Topic
from simulator.messages import StoredMessage
from simulator.people import Person
from simulator.server import Simulator
from simulator.world import World

__all__ = [
    "CallbackAnswer",
    "Clock",
    "FloodLimits",
    "Group",
    "Person",
    "Simulator",
    "StoredMessage",
    "Topic",
    "World",
]
