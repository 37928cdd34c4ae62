"""The verifier's own rule, split and draw come to what the bot's come to, on any list."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.relay import lottery, pools
from storage.relay.kinds import Channel, RemainderRule, SplitRule
from storage.relay.proof import verify
from storage.relay.sharing import Sharing


@dataclass
class Claim:
    number: int
    building_id: int
    channel: Channel

    @property
    def building(self) -> int:
        return self.building_id

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.number


claims = st.lists(
    st.tuples(st.sampled_from([11, 12, 13]), st.sampled_from(list(Channel))), max_size=30
).map(lambda rows: [Claim(n, *row) for n, row in enumerate(rows, start=1)])
houses = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(
    lambda sizes: [pools.House(10 + n, n, size) for n, size in enumerate(sizes, start=1)]
)
sharings = st.builds(
    Sharing,
    split_rule=st.sampled_from(list(SplitRule)),
    remainder_rule=st.sampled_from(list(RemainderRule)),
    offline_share=st.integers(0, 5),
)


@given(claims, st.dictionaries(st.sampled_from([-1, 0, 11, 12, 13]), st.integers(0, 9)))
def test_places_are_given_out_alike(rows: list[Claim], quotas: dict[int, int | None]) -> None:
    ours = {n: pool for n, pool in pools.allocate(rows, quotas).items() if pool is not None}
    assert verify.allocate(rows, quotas) == ours  # type: ignore[arg-type]


@settings(max_examples=200)
@given(sharings, st.none() | st.integers(5, 60), houses)
def test_places_are_split_alike(
    sharing: Sharing, capacity: int | None, among: list[pools.House]
) -> None:
    terms = {
        "capacity": capacity,
        "split_rule": sharing.split_rule.value,
        "remainder_rule": sharing.remainder_rule.value,
        "offline_share": sharing.offline_share,
        "buildings": [house._asdict() for house in among],
    }
    assert verify.split(terms) == pools.plan_quotas(sharing, capacity, among)


@given(st.text("0123456789abcdef", min_size=32, max_size=32), st.sets(st.integers(1, 999)))
def test_a_draw_comes_to_the_same_order(seed: str, pot: set[int]) -> None:
    assert verify.draw(seed, list(pot)) == (lottery.pot_digest(pot), lottery.draw(seed, pot))
