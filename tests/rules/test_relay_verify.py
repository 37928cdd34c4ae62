"""The stand-alone verifier judges logs: good ones, forged ones, of every way of sharing."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from storage.relay.proof import chain, verify
from tests.relay_log import Hand, play, relink, terms

SCRIPT = Path(verify.__file__)
MODES = [
    {"split_rule": split, "remainder_rule": rest, "offline_share": offline}
    for split, rest, offline in product(
        ("none", "buildings"), ("first", "largest", "common"), (0, 3)
    )
]


def story(**mode: Any) -> Hand:
    """A relay in which everything happens that a log can tell."""
    hand = play(Hand(terms(**mode)), 30, seed=1)
    hand.grant(12, "2022-03-31")
    hand.open_shares()
    play(hand, 8, seed=2)
    hand.close()
    hand.join(11, "stall", minutes_ago=9)
    return hand


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: "-".join(map(str, mode.values())))
def test_good_logs_of_every_mode_are_proved(mode: dict[str, Any]) -> None:
    report = verify.verify(story(**mode).proof())
    assert report.problems == []
    assert report.compared == report.moves


def test_a_draw_is_drawn_again() -> None:
    hand = Hand(terms())
    for _ in range(14):
        hand.enter_pot(11)
    hand.draw()
    play(hand, 10, seed=3)
    report = verify.verify(hand.proof())
    assert report.problems == []
    assert report.seed == "5eed"


def test_a_relay_without_a_limit_admits_everybody() -> None:
    hand = play(Hand(terms(capacity=None)), 30, seed=4)
    assert verify.verify(hand.proof()).problems == []


def test_every_changed_field_breaks_the_chain() -> None:
    proof = story(split_rule="buildings", offline_share=3).proof()
    for place, line in enumerate(proof["lines"]):
        for column in range(len(chain.FIELDS)):
            forged = json.loads(json.dumps(proof))
            forged["lines"][place][column] = "x" if line[column] is None else None
            assert verify.chain(forged)[-1] != proof["head"]


def test_a_line_left_out_or_moved_breaks_the_chain() -> None:
    proof = story().proof()
    for place in range(len(proof["lines"]) - 1):
        without = {**proof, "lines": proof["lines"][:place] + proof["lines"][place + 1 :]}
        assert verify.verify(without).problems
    swapped = json.loads(json.dumps(proof))
    swapped["lines"][3:5] = reversed(swapped["lines"][3:5])
    assert verify.verify(swapped).problems


# What a bot that cheats would write, with a chain that fits: the rule itself gives it away.
FORGERIES: dict[str, dict[str, Any]] = {
    "number": {"number": 999},
    "entry": {"entry": 999},
    "kind": {"kind": "restored"},
    "state": {"state": "waiting", "pool": None},
    "pool": {"pool": 13},
    "ordered_at": {"ordered_at": 5},
    "claimed_at": {"claimed_at": 5},
    "building": {"building": 13},
    "who": {"who": None},
    "channel": {"note": '{"channel":"stall"}'},
    "note": {"note": "{"},
}


@pytest.mark.parametrize("changes", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_line_is_found_though_its_chain_fits(changes: dict[str, Any]) -> None:
    hand = Hand(terms(split_rule="buildings", offline_share=3))
    for _ in range(4):
        hand.join(11)
    proof = hand.proof()
    assert verify.verify(relink(proof)).problems == []
    for field, value in changes.items():
        proof["lines"][2][chain.FIELDS.index(field)] = value
    assert verify.verify(relink(proof)).problems


@pytest.mark.parametrize(
    "changes",
    [{"seed_digest": "0" * 64}, {"opens_at": 0}, {"pools": {"0": 11}}, {"capacity": 11}],
    ids=str,
)
def test_forged_terms_are_found(changes: dict[str, Any]) -> None:
    hand = Hand(terms() | changes)
    for _ in range(12):
        hand.enter_pot(11)
    hand.draw()
    assert verify.verify(hand.proof()).problems


def test_more_than_the_daily_reserve_is_found() -> None:
    hand = Hand(terms())
    for day in ("2022-03-31", "2022-03-31", "2022-04-01"):
        hand.grant(11, day)
    assert verify.verify(hand.proof()).problems == []
    hand.grant(12, "2022-03-31")
    assert verify.verify(hand.proof()).problems == ["line 5 gives out more than the daily reserve"]


def test_a_press_after_the_closing_is_found() -> None:
    hand = Hand(terms())
    hand.close()
    hand.join(11)
    assert verify.verify(hand.proof()).problems == ["line 3 joins after the closing"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("first", {11: 4, 12: 3, 13: 3, 0: 0}),
        ("largest", {11: 3, 12: 3, 13: 4, 0: 0}),
        ("common", {11: 3, 12: 3, 13: 3, 0: 1}),
    ],
)
def test_ten_places_are_split_among_three_buildings(rule: str, expected: dict[int, int]) -> None:
    assert verify.split(terms(split_rule="buildings", remainder_rule=rule)) == expected


def test_an_offline_share_is_taken_off_the_top() -> None:
    facts = terms(split_rule="buildings", offline_share=4)
    assert verify.split(facts) == {-1: 4, 11: 2, 12: 2, 13: 2, 0: 0}
    assert verify.split(terms(offline_share=4)) == {-1: 4, 0: 6}


def run(*arguments: str, python: str = sys.executable) -> tuple[int, str]:
    """Run the script as a resident would: a file, without this project on the path."""
    done = subprocess.run(
        [python, "-I", str(SCRIPT), *arguments], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_script_answers_a_household(tmp_path: Path) -> None:
    hand = Hand(terms())
    hand.join(11)
    links = chain.link_lines(hand.relay, None, hand.lines)
    fields = [
        chain.public_fields(line, link.salt) for line, link in zip(hand.lines, links, strict=True)
    ]
    proof = {"version": 1, "relay": 7, "head": links[-1].digest, "lines": fields}
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    key = chain.key_of(links[1].salt, "who")
    own = ("--line", "2", "--key", key, "--door")
    code, said = run(str(file), "--code", chain.short_code(links[1].digest), *own, "1-1")
    assert code == 0
    assert "the code seals the lines 1 to 2" in said
    assert "line 2 is yours: No. 1, admitted, 1 pieces" in said
    code, said = run(str(file), *own, "1-2")
    assert code == 1
    assert "WRONG: line 2 is not about 1-2, or the key is another's" in said


def test_the_script_refuses_a_code_of_another_log(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(story().proof()))
    assert run(str(file), "--code", "0" * 32)[0] == 1
    assert run(str(file), "--code", "")[0] == 0


def test_the_script_needs_nothing_but_an_old_python() -> None:
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 9))
    imported = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {str(name).partition(".")[0] for name in imported} <= {
        *sys.stdlib_module_names,
        "__future__",
    }
