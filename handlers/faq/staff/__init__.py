"""The committee's side: entries, files, what waits for a person, the week."""

from __future__ import annotations

from handlers.faq.staff import (
    _board,
    _board_keyboards,
    _board_presses,
    _closures,
    _desk,
    _desk_keyboards,
    _edit,
    _entry,
    _entry_keyboards,
    _kinds,
    _make,
    _manner,
    _new,
    _reply,
    _scope,
    _search,
    _transfer,
    _until,
    _variants,
    _week,
)
from handlers.faq.staff import _callbacks as presses
from handlers.routes import Audience, Router


def add_staff_side(router: Router) -> None:
    """Add staff's commands, buttons and conversations. `/faq` itself is the residents' module's."""
    router.command("questions", _desk.on_questions, Audience.STAFF)
    router.command("listen", _manner.on_listen, Audience.GROUPS)
    _add_presses(router)
    router.step(_search.STEP, _search.on_words)
    router.step(_until.STEP, _until.on_day)
    router.step(_edit.STEP, _edit.on_answer, for_others=True)
    router.step(_variants.STEP, _variants.on_variants, for_others=True)
    router.step(_new.STEP, _new.on_new, for_others=True)
    router.step(_transfer.STEP, _transfer.on_file)
    router.step(_reply.STEP, _reply.on_reply, for_others=True)
    router.step(_make.STEP, _make.on_make, for_others=True)
    for keyboards in (
        _board_keyboards.KEYBOARDS,
        _entry_keyboards.KEYBOARDS,
        _desk_keyboards.KEYBOARDS,
        _closures.KEYBOARDS,
        _scope.KEYBOARDS,
        _transfer.KEYBOARDS,
        _variants.KEYBOARDS,
    ):
        for template, keyboard in keyboards.items():
            router.keyboard(template, keyboard)


def _add_presses(router: Router) -> None:
    router.press(presses.BoardPress, _board_presses.on_board_press)
    router.press(presses.ListPress, _board.on_list)
    router.press(presses.EntryPress, _entry.on_entry)
    router.press(presses.FieldPress, _edit.on_field)
    router.press(presses.OwnSourcePress, _edit.on_own_source)
    router.press(presses.TextPress, _edit.on_text_press)
    router.press(presses.ChangePress, _edit.on_change)
    router.press(presses.VariantPress, _variants.on_variant)
    router.press(presses.KindPress, _kinds.on_kind)
    router.press(presses.UntilPress, _until.on_until)
    router.press(presses.LongerPress, _entry.on_longer)
    router.press(presses.ScopePress, _scope.on_scope)
    router.press(presses.ReplacePress, _entry.on_replace)
    router.press(presses.ImportPress, _transfer.on_import)
    router.press(presses.ItemsPress, _desk.on_items)
    router.press(presses.ItemPress, _desk.on_item)
    router.press(presses.UsePress, _desk.on_use)
    router.press(presses.WeekPress, _week.on_week)
    router.press(presses.ListenPress, _manner.on_listen_press)
    router.press(presses.ClosurePress, _closures.on_closure)
