"""Entry files: what is written is read again, and what is wrong is told with its place."""

from __future__ import annotations

import ast
import io
import re
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from locales.catalogs import ROOT
from locales.languages import LANGUAGES as SPOKEN
from locales.renderer import Renderer
from locales.values import MESSAGE_LIMIT, utf16_length
from storage.errors import RuleError
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.files import (
    LANGUAGES,
    MOST_BYTES,
    Fault,
    list_gaps,
    read_files,
    read_folder,
    write_markdown_zip,
    write_workbook,
)
from storage.faq.kinds import ClosureKind, EntryKind
from storage.faq.rules import check_words

SOURCE = """---
kind: testing
question: 几点做核酸？
variants:
  - 核酸时间
  - 今天做核酸吗
source: 检测通知
issuing_body: 图们居委会
issued_on: 2022-03-28
valid_from: 2022-03-28
valid_until: 2022-04-30
closure: lockdown
updated: 2022-03-29
---
早上七点。

- 带身份证
"""
ENGLISH = """---
question: When is the test?
updated: 2022-03-29
---
At seven.
"""
TESTING = EntryFile(
    "testing-hours",
    "zh-hans",
    EntryFacts(
        EntryKind.TESTING,
        issued_on=date(2022, 3, 28),
        valid_from=date(2022, 3, 28),
        valid_until=date(2022, 4, 30),
        closure=ClosureKind.LOCKDOWN,
    ),
    (
        EntryWords(
            "zh-hans",
            "几点做核酸？",
            ("核酸时间", "今天做核酸吗"),
            "早上七点。\n\n- 带身份证",
            "检测通知",
            "图们居委会",
            date(2022, 3, 29),
        ),
        EntryWords("en", "When is the test?", (), "At seven.", updated=date(2022, 3, 29)),
    ),
)


def _zip(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return packed.getvalue()


def _sheet(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _page(header: str, answer: str = "Yes.") -> bytes:
    return f"---\n{header}\n---\n{answer}\n".encode()


def _faults(name: str, content: bytes) -> list[tuple[str, str]]:
    read = read_files(name, content, "zh-hans")
    assert read.files == ()
    return [(fault.place, fault.code) for fault in read.faults]


def test_languages_are_those_that_are_spoken() -> None:
    assert LANGUAGES == SPOKEN


@pytest.mark.parametrize("folder", ["", "export/"])
@pytest.mark.parametrize("shelf", ["", "faq/"])
def test_archive_puts_the_languages_of_an_entry_together(folder: str, shelf: str) -> None:
    content = _zip(
        {
            f"{folder}en/{shelf}testing-hours.md": ENGLISH,
            f"{folder}zh-hans/{shelf}testing-hours.md": SOURCE,
            f"__MACOSX/{folder}en/._testing-hours.md": b"\0\1",
            f"{folder}.DS_Store": b"\0",
        }
    )
    assert read_files("all.zip", content, "fr").files == (TESTING,)


@pytest.mark.parametrize(
    ("told", "language"), [("", "fr"), ("language: en\n", "en"), ("language: EN\n", "en")]
)
def test_page_alone_is_in_the_language_that_it_says_or_that_is_expected(
    told: str, language: str
) -> None:
    page = ENGLISH.replace("---\n", f"---\n{told}", 1).encode()
    (entry,) = read_files("testing-hours.md", page, "fr").files
    assert (entry.slug, entry.facts) == ("testing-hours", None)
    assert entry.words[0].language == language


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_page_is_read_as_any_editor_saves_it(ends: str, mark: bytes) -> None:
    page = mark + SOURCE.replace("\n", ends).encode()
    (entry,) = read_files("testing-hours.md", page, "zh-hans").files
    assert entry == replace(TESTING, words=TESTING.words[:1])


@pytest.mark.parametrize("day", ["2022-4-30", "2022/04/30", "2022.4.30", "2022年4月30日"])
def test_dates_are_read_as_people_write_them(day: str) -> None:
    page = SOURCE.replace("2022-04-30", day).encode()
    (entry,) = read_files("testing-hours.md", page, "zh-hans").files
    assert entry.facts == TESTING.facts


def test_rule_between_paragraphs_belongs_to_the_answer() -> None:
    (entry,) = read_files("a.md", _page("question: Q?", "One.\n---\nTwo."), "en").files
    assert entry.words[0].answer == "One.\n---\nTwo."


@pytest.mark.parametrize(
    ("header", "line", "code"),
    [
        ("question: Q?\nanswers: yes", 3, "unknown_key"),
        ("question: Q?\nanswer: yes", 3, "unknown_key"),
        ("question: Q?\nquestion: R?", 3, "duplicate_key"),
        ("question: [[where]] to go", 2, "yaml"),
        ("question: 'Q?\nsource: it", 3, "yaml"),
        ("question: *later", 2, "yaml"),
        ("question: {a: b}", 2, "yaml"),
        ("question: Q?\nvariants: [[a]]", 3, "yaml"),
        ("- question", 2, "yaml"),
        ("just words", 2, "yaml"),
        ("question: Q?\nx: &a [b]\nsource: *a", 4, "yaml"),
        ("question: Q?\nsource: " + "[" * 60_000, 3, "yaml"),
        ("question: Q?\n...\nquestion: R?", 4, "yaml"),
        ("question: [a, b]", 2, "not_text"),
        ("question: Q?\nkind: weather", 3, "unknown_kind"),
        ("question: Q?\nkind:", 3, "unknown_kind"),
        ("question: Q?\nkind: testing\nclosure: quarantine", 4, "unknown_closure"),
        ("question: Q?\nlanguage: tlh", 3, "unknown_language"),
        ("question: Q?\nupdated: soon", 3, "date_wrong"),
        ("question: Q?\nupdated: 2022-02-30", 3, "date_wrong"),
        ("question: Q?\nvalid_until: 2022-02-03", 3, "facts_without_kind"),
        (
            "kind: work\nquestion: Q?\nvalid_from: 2022-02-03\nvalid_until: 2022-02-02",
            5,
            "dates_reversed",
        ),
        ("kind: work\nquestion: Q?\nsource_url: ftp://x", 4, "link_wrong"),
        (f"question: {'Q' * 201}", 2, "text_too_long"),
        (f"question: Q?\nissuing_body: {'Q' * 121}", 3, "text_too_long"),
        (f"question: Q?\nvariants: [{'Q' * 201}]", 3, "text_too_long"),
        (f"question: Q?\nvariants: [{', '.join(map(str, range(21)))}]", 3, "too_many_variants"),
        ('question: "\\u200b"', 2, "question_empty"),
    ],
)
def test_fault_in_front_matter_is_told_with_its_line(header: str, line: int, code: str) -> None:
    assert _faults("a.md", _page(header)) == [(f"a.md:{line}", code)]


@pytest.mark.parametrize(
    ("name", "content", "place", "code"),
    [
        ("a.md", b"", "a.md:1", "no_front_matter"),
        ("a.md", b"Just words\n", "a.md:1", "no_front_matter"),
        ("a.md", b"---\nquestion: Q?\n", "a.md:1", "no_front_matter"),
        ("a.md", "---\nquestion: 问\n".encode("gbk"), "a.md:2", "encoding"),
        ("a.md", b"\xff\xfe-\0-\0-\0", "a.md:1", "encoding"),
        ("a.md", b"---\n---\n", "a.md", "missing"),
        ("a.md", b"---\nsource: s\n---\nYes.\n", "a.md", "missing"),
        ("a.md", _page("question: Q?", ""), "a.md:4", "missing"),
        ("a.md", _page("question: Q?", "x" * 1501), "a.md:4", "text_too_long"),
        ("a.md", _page("question: Q?", "x" * 64_000), "a.md", "too_large"),
        ("A b (1).md", _page("question: Q?"), "A b (1).md", "slug_wrong"),
        ("a.md", b"x" * (MOST_BYTES + 1), "a.md", "too_large"),
        ("a.docx", b"PK", "a.docx", "other_type"),
        ("a", b"", "a", "other_type"),
        ("a.zip", b"no archive", "a.zip", "unreadable"),
        ("a.zip", _zip({}), "a.zip", "empty"),
        ("a.zip", _zip({"en/a.txt": "x"}), "en/a.txt", "other_type"),
        ("a.zip", _zip({"tlh/a.md": _page("question: Q?")}), "tlh/a.md", "unknown_language"),
        (
            "a.zip",
            _zip({"en/a.md": _page("language: fr\nquestion: Q?")}),
            "en/a.md:2",
            "language_differs",
        ),
        ("a.zip", _zip({"../a.md": ENGLISH}), "a.zip", "path_wrong"),
        ("a.zip", _zip({"/etc/a.md": ENGLISH}), "a.zip", "path_wrong"),
        ("a.zip", _zip({"C:/a.md": ENGLISH}), "a.zip", "path_wrong"),
        ("a.zip", _zip({"en\\a.md": ENGLISH}), "a.zip", "path_wrong"),
        ("a.zip", _zip({"en/a.md": b"0" * (MOST_BYTES + 1)}), "a.zip", "too_large"),
        (
            "a.zip",
            _zip({f"en/{number}.md": "" for number in range(6_001)}),
            "a.zip",
            "too_many_files",
        ),
        ("a.xlsx", b"no workbook", "a.xlsx", "unreadable"),
        ("a.xlsx", _zip({"xl/workbook.xml": "<broken"}), "a.xlsx", "unreadable"),
        ("a.xlsx", _zip({"xl/a.xml": b"0" * 20_000_001}), "a.xlsx", "too_large"),
        ("a.xlsx", _sheet(["a", "b"]), "a.xlsx", "no_header"),
        ("a.xlsx", _sheet(), "a.xlsx", "no_header"),
        ("a.xlsx", _sheet(["slug", "question", "answer"]), "a.xlsx", "empty"),
        ("a.xlsx", _sheet(["slug", "question", "answer", "slug"]), "D1", "duplicate_key"),
        (
            "a.xlsx",
            _sheet(["slug", "question", "answer"], *[["a", "b", "c"]] * 6_001),
            "a.xlsx",
            "too_many_files",
        ),
    ],
)
def test_file_that_cannot_be_used_says_why(
    name: str, content: bytes, place: str, code: str
) -> None:
    assert (place, code) in _faults(name, content)


def test_every_fault_of_a_page_is_told_at_once() -> None:
    header = "kind: weather\nquestion:\nissued_on: soon\nvalid_untill: 2022-02-03"
    assert _faults("a.md", _page(header, "")) == [
        ("a.md:5", "unknown_key"),
        ("a.md:2", "unknown_kind"),
        ("a.md:4", "date_wrong"),
        ("a.md:3", "missing"),
        ("a.md:7", "missing"),
    ]


def test_cell_of_a_workbook_is_named() -> None:
    header = ["question", "answer", "slug", "kind", "valid_until"]
    content = _sheet(header, ["Q?", "A.", "a", "work", "soon"], ["R?", None, "b"])
    assert _faults("a.xlsx", content) == [("E2", "date_wrong"), ("A3", "missing")]


def test_workbook_gives_dates_and_numbers_as_people_type_them() -> None:
    content = _sheet(
        ["slug", "Question", "answer", "kind", "valid_until", "estate", "building"],
        ["a", "Q?", 120.0, "Work", date(2022, 4, 30), "桂花里", 3],
    )
    (entry,) = read_files("a.xlsx", content, "en").files
    assert entry.words[0].answer == "120"
    assert entry.facts == EntryFacts(
        EntryKind.WORK, valid_until=date(2022, 4, 30), estate="桂花里", building="3"
    )


def test_same_page_twice_and_two_sources_are_told() -> None:
    twice = _zip({"en/a.md": ENGLISH, "en/faq/a.md": ENGLISH})
    assert _faults("a.zip", twice) == [("en/faq/a.md", "duplicate")]
    both = _zip({"en/a.md": SOURCE, "fr/a.md": SOURCE})
    assert _faults("a.zip", both) == [("fr/a.md", "two_sources")]


def test_one_faulty_entry_does_not_hide_the_others() -> None:
    content = _zip({"en/a.md": "nothing", "en/b.md": ENGLISH, "en/c.md": "nothing"})
    read = read_files("a.zip", content, "en")
    assert [entry.slug for entry in read.files] == ["b"]
    assert [fault.place for fault in read.faults] == ["en/a.md:1", "en/c.md:1"]


def test_folder_must_hold_the_source_of_every_entry(tmp_path: Path) -> None:
    for path, text in {
        "zh-hans/faq/testing-hours.md": SOURCE,
        "en/faq/testing-hours.md": ENGLISH,
        "en/faq/orphan.md": ENGLISH,
        "en/faq/broken.md": "nothing",
        "templates/relay/card.html": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    read = read_folder(tmp_path)
    assert read.files == (TESTING,)
    assert [(fault.place, fault.code) for fault in read.faults] == [
        ("en/faq/broken.md:1", "no_front_matter"),
        ("en/faq/orphan.md", "no_source"),
    ]


def test_empty_folder_is_told(tmp_path: Path) -> None:
    assert read_folder(tmp_path).faults == (Fault(tmp_path.name, "empty"),)


def _codes() -> set[str]:
    """What the reading of files finds wrong by itself."""
    calls = [
        node
        for path in (ROOT.parent / "storage" / "faq" / "files").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    found = set()
    for call in calls:
        match ast.unparse(call.func).rpartition(".")[2], call.args:
            case (("Fault" | "FaultError" | "_tell"), [_, ast.Constant(value=str(code)), *_]):
                found.add(code)
    return found


def test_every_fault_has_a_sentence_of_its_own() -> None:
    template = (ROOT / "templates" / "faq" / "_fault.html").read_text(encoding="utf-8")
    by_rules = {"question_empty", "answer_empty", "text_too_long", "too_many_variants"}
    by_rules |= {"slug_wrong", "link_wrong", "dates_reversed"}
    codes = _codes() | by_rules | {"unknown_kind", "unknown_closure"}
    assert "date_wrong" in codes
    assert {code for code in codes if f"fault.code == '{code}'" not in template} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_faults_fit_into_a_message(language: str) -> None:
    page = _page(f"kind: {'<' * 900}\nquestion: Q?")
    content = _zip({f"{'字' * 120}/en/{'&' * 120}{number}.md": page for number in range(10)})
    faults = [
        fault for fault in read_files("a.zip", content, "en").faults if fault.code != "slug_wrong"
    ]
    words = Renderer().words(language, "UTC")
    text = words.html(
        "faq/import_refused",
        file="a" * 300,
        faults=[fault.shown for fault in faults],
        faults_count=99,
    )
    assert len(faults) == 10
    assert utf16_length(unescape(re.sub("<[^>]+>", "", text))) <= MESSAGE_LIMIT


# Writing and reading again


SHARP = st.sampled_from(
    [
        "=1+1",
        "+120",
        "-x",
        "@me",
        "---",
        "a:b",
        "#",
        "no",
        '"q"',
        "'",
        "<b>&amp;</b>",
        "*x",
        "[[电话]]",
        "yes",
        "null",
        "2022-03-28",
        "1e3",
        "😷",
        "\\n",
        "{{x}}",
        "_x000D_",
        "#N/A",
        "!!str",
        "%",
        ":",
        "-",
        "?",
        "|",
        ">",
        "{}",
        "[]",
        "&a",
    ]
)
LINE = st.lists(st.one_of(SHARP, st.text(max_size=12)), max_size=3).map(" ".join)
BLOCK = st.lists(LINE, min_size=1, max_size=4).map("\n".join)
DAY = st.none() | st.dates()


@st.composite
def _words(draw: st.DrawFn, language: str) -> EntryWords:
    """Words as storage keeps them, whatever was typed."""
    typed = EntryWords(
        language,
        draw(LINE),
        tuple(draw(st.lists(LINE, max_size=3))),
        draw(BLOCK),
        draw(LINE),
        draw(LINE.map(lambda text: text[:120])),
        draw(DAY),
    )
    try:
        return check_words(typed)
    except RuleError:
        return EntryWords(language, "Q?", (), "A.")


@st.composite
def _facts(draw: st.DrawFn) -> EntryFacts:
    first, last = sorted([draw(st.dates()), draw(st.dates())])
    estate = draw(st.sampled_from([None, "桂花里", "=A1", "12"]))
    return EntryFacts(
        draw(st.sampled_from(EntryKind)),
        draw(st.sampled_from([None, "https://example.org/a?b=c#d"])),
        draw(DAY),
        draw(st.sampled_from([None, first])),
        draw(st.sampled_from([None, last])),
        draw(st.none() | st.sampled_from(ClosureKind)),
        estate,
        estate and draw(st.sampled_from([None, "3", "12乙"])),
    )


@st.composite
def _entries(draw: st.DrawFn) -> tuple[EntryFile, ...]:
    entries = []
    for slug in draw(st.lists(st.sampled_from(["a", "b-2", "the-14-days"]), unique=True)):
        chosen = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
        source, *others = chosen
        order = [source, *sorted(others, key=LANGUAGES.index)]
        words = tuple(draw(_words(language)) for language in order)
        entries.append(EntryFile(slug, source, draw(_facts()), words))
    return tuple(sorted(entries, key=lambda entry: entry.slug))


@settings(max_examples=80, deadline=None)
@given(_entries())
@example((TESTING,))
def test_what_is_written_is_read_again(entries: tuple[EntryFile, ...]) -> None:
    packed = read_files("all.zip", write_markdown_zip(entries), "fr")
    sheet = read_files("all.xlsx", write_workbook(entries), "fr")
    assert packed.files == sheet.files == entries
    told = [Fault("all", "empty")] if not entries else []
    assert [replace(fault, place="all") for fault in packed.faults] == told
    assert [replace(fault, place="all") for fault in sheet.faults] == told


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["a.md", "a.zip", "a.xlsx"]), st.binary(max_size=60), st.integers(0, 3_000))
def test_broken_files_are_told_never_raised(name: str, noise: bytes, at: int) -> None:
    sound = {
        "a.md": SOURCE.encode(),
        "a.zip": write_markdown_zip((TESTING,)),
        "a.xlsx": write_workbook((TESTING,)),
    }[name]
    read = read_files(name, sound[:at] + noise + sound[at + len(noise) :], "en")
    assert read.files or read.faults


def test_translations_alone_are_written_and_read_without_facts() -> None:
    alone = EntryFile("a", "en", None, (EntryWords("en", "Q?", (), "A."),))
    assert read_files("a.zip", write_markdown_zip([alone]), "fr").files == (alone,)
    assert read_files("a.xlsx", write_workbook([alone]), "fr").files == (alone,)


def _bomb(method: int, files: Mapping[str, bytes], path: str) -> bytes:
    """An archive in which one file is sixty-four million blanks."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(path, b" " * 64_000_000)
    return packed.getvalue()


def _understate(bomb: bytes) -> bytes:
    """The archive stating of its last file only twenty thousand bytes, and their check sum."""
    forged, at = bytearray(bomb), bomb.rfind(b"PK\x01\x02")
    struct.pack_into("<I", forged, at + 16, zlib.crc32(b" " * 20_000))
    struct.pack_into("<I", forged, at + 24, 20_000)
    return bytes(forged)


def _parts() -> dict[str, bytes]:
    """The parts of a workbook, without those that a bomb takes the place of."""
    with zipfile.ZipFile(io.BytesIO(write_workbook([TESTING]))) as book:
        left_out = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
        return {name: book.read(name) for name in book.namelist() if name not in left_out}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.zip", "en/a.md"),
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.xlsx", "xl/sharedStrings.xml"),
    ],
)
def test_no_archive_unpacks_to_more_than_is_allowed(name: str, path: str, method: int) -> None:
    bomb = _bomb(method, _parts() if name == "a.xlsx" else {}, path)
    for content in (bomb, _understate(bomb)):
        tracemalloc.start()
        try:
            read = read_files(name, content, "en")
            used = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert read.faults
        assert used < 48_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_pages_packed_in_a_rare_way_are_refused(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("en/a.md", ENGLISH)
    assert _faults("a.zip", packed.getvalue()) == [("a.zip", "unreadable")]


def test_a_thousand_entries_in_six_languages_come_in() -> None:
    pages = {
        f"{language}/entry-{number}.md": ENGLISH if language != "en" else SOURCE
        for number in range(1_000)
        for language in LANGUAGES
    }

    read = read_files("a.zip", _zip(pages), "en")

    assert read.faults == ()
    assert len(read.files) == 1_000


def test_archive_of_the_same_entries_is_the_same() -> None:
    assert write_markdown_zip([TESTING]) == write_markdown_zip([TESTING])


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "#N/A"])
def test_what_looks_like_a_formula_is_a_text_in_the_workbook(text: str) -> None:
    words = replace(TESTING.words[0], question=text, answer=text)
    content = write_workbook([replace(TESTING, words=(words,))])
    row = list(load_workbook(io.BytesIO(content)).worksheets[0].rows)[1]
    dangerous = [cell for cell in row if cell.value == text]
    assert [(cell.data_type, cell.number_format) for cell in dangerous] == [("s", "@")] * 2


# Parity


def _gaps(*entries: EntryFile) -> list[tuple[str, str]]:
    return [(gap.place, gap.code) for gap in list_gaps(entries, ("zh-hans", "en"))]


def _entry(slug: str = "a", **english: Any) -> EntryFile:
    source, translation = TESTING.words
    changed = replace(translation, question=f"{slug}?", **english)
    source = replace(source, question=slug, variants=())
    return replace(TESTING, slug=slug, words=(source, changed))


def test_entries_that_say_the_same_in_every_language_have_no_gaps() -> None:
    assert _gaps(_entry("a"), _entry("b")) == []


@pytest.mark.parametrize(
    ("english", "code"),
    [
        ({"updated": date(2022, 3, 28)}, "behind"),
        ({"updated": None}, "behind"),
        ({"answer": "At [[hour]]."}, "other_filling"),
    ],
)
def test_translation_that_lags_is_told(english: dict[str, Any], code: str) -> None:
    assert _gaps(_entry(**english)) == [("en/a", code)]


def test_missing_language_is_told() -> None:
    entry = _entry()
    assert _gaps(replace(entry, words=entry.words[:1])) == [("en/a", "untranslated")]


def test_two_entries_that_ask_the_same_are_told() -> None:
    other = _entry("b", variants=("Ａ！",))
    assert _gaps(_entry("a"), other) == [("en/b", "same_wording")]
