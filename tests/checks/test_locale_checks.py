"""The checks on texts, each shown to fail on a broken house, and the renderer on a whole one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import TemplateNotFound, UndefinedError

from locales.catalogs import catalog_path, read_catalog
from locales.checks import list_problems
from locales.extraction import TRANSLATED, update
from locales.renderer import Renderer
from locales.samples import Samples, load_samples


@dataclass
class House:
    """A small set of texts, complete in every language, to be broken."""

    root: Path
    samples: Samples

    def write(self, template: str, source: str) -> None:
        path = self.root / "templates" / template
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")

    def translate(self) -> None:
        """Update the catalogs, then let every entry be its own translation."""
        update(self.root)
        for language in TRANSLATED:
            catalog = read_catalog(language, self.root)
            for message in catalog:
                if isinstance(message.id, tuple | list):
                    message.string = (message.id[1],) * catalog.num_plurals
                elif message.id:
                    message.string = message.id
                message.flags.discard("fuzzy")
            self.save(language, catalog)

    def save(self, language: str, catalog: Catalog) -> None:
        written = BytesIO()
        write_po(written, catalog, omit_header=True)
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\n'
        text = header + written.getvalue().decode()
        catalog_path(language, self.root).write_text(text, encoding="utf-8")
        update(self.root)

    def edit(self, language: str, old: str, new: str) -> None:
        path = catalog_path(language, self.root)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def problems(self) -> list[str]:
        return list_problems(self.root, self.samples)


CARD = """\
<b>{{ title }}</b>
{% trans %}Door {{ door }}{% endtrans %}
{% trans count=count %}{{ count }} place{% pluralize %}{{ count }} places{% endtrans %}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(
        tmp_path,
        {
            "relay/card": [{"title": "N95", "door": "3-501", "count": 2}],
            "errors/full": [{"waiting": True}, {"waiting": False}],
        },
    )
    house.write("relay/card.html", CARD)
    house.write("buttons/join.txt", "{% trans %}Join{% endtrans %}")
    house.write(
        "errors/full.txt",
        "{% if waiting %}{% trans %}You wait{% endtrans %}"
        "{% else %}{% trans %}Full{% endtrans %}{% endif %}",
    )
    house.translate()
    return house


def test_a_whole_house_has_no_problems(house: House) -> None:
    assert house.problems() == []


def _forget_update(house: House) -> None:
    house.write("buttons/leave.txt", "{% trans %}Leave{% endtrans %}")


def _forget_translation(house: House) -> None:
    house.edit("ja", 'msgstr "Join"', 'msgstr ""')


def _leave_fuzzy(house: House) -> None:
    house.edit("ko", "#, python-format\nmsgid", "#, fuzzy, python-format\nmsgid")


def _leave_obsolete(house: House) -> None:
    with catalog_path("fr", house.root).open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Old"\n#~ msgstr "Vieux"\n')


def _rename_placeholder(house: House) -> None:
    house.edit("fr", 'msgstr "Door %(door)s"', 'msgstr "Porte %(porte)s"')


def _lose_placeholder(house: House) -> None:
    house.edit("fr", 'msgstr "Door %(door)s"', 'msgstr "Porte"')


def _add_bare_percent(house: House) -> None:
    house.edit("fr", 'msgstr "Join"', 'msgstr "100 %"')


def _add_markup(house: House) -> None:
    house.edit("fr", 'msgstr "Door %(door)s"', 'msgstr "<b>Porte</b> %(door)s"')


def _mix_scripts(house: House) -> None:
    house.edit("zh-hans", 'msgstr "Join"', 'msgstr "報名"')


def _lose_sample(house: House) -> None:
    del house.samples["relay/card"]


def _lose_value(house: House) -> None:
    house.samples["relay/card"] = [{"title": "N95", "count": 2}]


def _leave_stray_sample(house: House) -> None:
    house.samples["relay/gone"] = [{}]


def _leave_sentence_unseen(house: House) -> None:
    house.samples["errors/full"] = [{"waiting": True}]


def _write_wide_button(house: House) -> None:
    house.edit("zh-hant", 'msgstr "Join"', f'msgstr "{"寬" * 19}"')


def _write_long_answer(house: House) -> None:
    house.edit("ja", 'msgstr "You wait"', f'msgstr "{"x" * 201}"')


def _write_long_message(house: House) -> None:
    house.edit("ja", 'msgstr "Door %(door)s"', f'msgstr "%(door)s{"x" * 4096}"')


def _put_markup_into_plain_text(house: House) -> None:
    house.write("errors/full.txt", "<b>{% trans %}Full{% endtrans %}</b>")
    house.translate()


def _call_value_safe(house: House) -> None:
    house.write("relay/card.html", CARD + "{{ title|safe }}")


def _include_plain_text(house: House) -> None:
    house.write("relay/card.html", CARD + '{% include "buttons/join.txt" %}')


def _break_syntax(house: House) -> None:
    house.write("relay/card.html", "{% if %}")


def _say_nothing(house: House) -> None:
    house.write("buttons/empty.txt", " ")


def _leave_a_gap(house: House) -> None:
    house.write("relay/card.html", f"{CARD}\n\n{CARD}")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_forget_update, "not up to date"),
        (_forget_translation, "ja: buttons/join.txt: 'Join' has no translation"),
        (_leave_fuzzy, "marked fuzzy"),
        (_leave_obsolete, "fr: not up to date"),
        (_rename_placeholder, "other placeholders"),
        (_lose_placeholder, "other placeholders"),
        (_add_bare_percent, "bare percent sign"),
        (_add_markup, "other markup"),
        (_mix_scripts, "letter of another language, 報"),
        (_lose_sample, "relay/card.html: does not render"),
        (_lose_value, "'door' is undefined"),
        (_leave_stray_sample, "relay/gone: there is a sample"),
        (_leave_sentence_unseen, "no sample shows 'Full'"),
        (_write_wide_button, "buttons/join.txt: is longer than 36"),
        (_write_long_answer, "errors/full.txt: is longer than 200"),
        (_write_long_message, "relay/card.html: is longer than 4096"),
        (_put_markup_into_plain_text, "holds markup, <b>"),
        (_call_value_safe, "calls a value safe"),
        (_include_plain_text, "takes in buttons/join.txt"),
        (_break_syntax, "Expected an expression"),
        (_say_nothing, "buttons/empty.txt: is empty"),
        (_leave_a_gap, "more than one empty line"),
    ],
)
def test_each_check_sees_what_it_is_for(
    house: House, spoil: Callable[[House], None], told: str
) -> None:
    spoil(house)

    assert [problem for problem in house.problems() if told in problem]


def test_two_features_may_not_hold_samples_for_one_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locales.samples._list_all", lambda: iter([("a/b", [{}]), ("a/b", [{}])]))

    with pytest.raises(ValueError, match="a/b stand in two files"):
        load_samples()


def test_update_is_stable_and_keeps_a_reworded_translation_as_fuzzy(house: House) -> None:
    assert update(house.root) == []

    house.write("buttons/join.txt", "{% trans %}Join!{% endtrans %}")

    assert update(house.root) == list(TRANSLATED)
    assert update(house.root) == []
    entry = read_catalog("ja", house.root).get("Join!")
    assert entry is not None
    assert (entry.fuzzy, entry.string) == (True, "Join")
    assert Renderer(house.root).words("ja", "UTC").button("join") == "Join!"


def test_the_command_line_tells_problems_by_its_exit_code() -> None:
    for arguments, code in [([], 0), (["nonsense"], 2)]:
        command = [sys.executable, "-m", "locales", *arguments]
        assert subprocess.run(command, check=False, capture_output=True).returncode == code


def test_a_language_is_spoken_from_its_catalog(house: House) -> None:
    house.edit("fr", 'msgstr "Door %(door)s"', 'msgstr "Porte %(door)s"')
    renderer = Renderer(house.root)
    sample = {"title": "<N95>", "door": "3-501", "count": 2}

    french = renderer.words("fr", "Europe/Paris").message("relay/card", sample)

    assert french == "<b>&lt;N95&gt;</b>\nPorte 3-501\n2 places"
    assert (
        renderer.words("en", "UTC").html("relay/card", **{**sample, "count": 1}).endswith("1 place")
    )
    assert renderer.words("fr", "UTC") is renderer.words("fr", "UTC")


def test_a_missing_text_and_a_missing_value_are_errors(house: House) -> None:
    words = Renderer(house.root).words("en", "UTC")

    with pytest.raises(TemplateNotFound):
        words.error("no_such_code")
    with pytest.raises(UndefinedError, match="door"):
        words.html("relay/card", title="N95", count=1)


def test_an_answer_and_a_button_are_cut_to_what_telegram_takes(house: House) -> None:
    house.write("errors/long.txt", "x" * 300)
    house.write("alerts/long.txt", "x" * 300)
    house.write("buttons/long.txt", "接" * 300)
    words = Renderer(house.root).words("en", "UTC")

    assert len(words.error("long")) == len(words.alert("long")) == 200
    assert words.button("long") == "接" * 17 + "…"


def test_an_answer_is_rendered_in_some_microseconds(house: House) -> None:
    """The brief road of a press allows 30; ten times that is a broken cache, not a busy core."""
    house.write(
        "alerts/joined.txt",
        "{% trans place=place, at=at|clock %}No. {{ place }} at {{ at }}{% endtrans %}",
    )
    words = Renderer(house.root).words("zh-hans", "Asia/Shanghai")
    rounds = []
    for place in range(500):
        started = perf_counter()
        words.alert("joined", place=place, at="2026-12-01T16:00:40+00:00")
        rounds.append(perf_counter() - started)

    assert sorted(rounds)[250] < 300e-6
