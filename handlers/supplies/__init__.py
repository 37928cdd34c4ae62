"""Supply rounds: ordered until a deadline, picked, delivered door by door."""

from __future__ import annotations

from handlers.routes import Router
from handlers.supplies import (
    _card,
    _doors,
    _draft,
    _manage,
    _manage_keyboards,
    _order,
    _phone,
    _status,
)
from handlers.supplies._callbacks import (
    DoorPress,
    DoorsPress,
    DraftPress,
    ForPress,
    LightPress,
    OrderPanelPress,
    QuantityPress,
    ReceivedPress,
    RoundPress,
    SuppliedPress,
    TakeBackPress,
)
from handlers.task_links import DeliverTaskPress


def build_router() -> Router:
    """The feature's table."""
    router = Router("supplies")
    _add_residents_side(router)
    _add_staffs_side(router)
    router.press(DeliverTaskPress, _doors.on_task)
    router.press(DoorsPress, _doors.on_doors)
    router.press(DoorPress, _doors.on_door)
    for module in (_order, _manage_keyboards, _phone, _draft, _doors, _status):
        for template, build in module.KEYBOARDS.items():
            router.keyboard(template, build)
    return router


def _add_residents_side(router: Router) -> None:
    router.command("supply", _manage.on_supply)
    router.command("orders", _order.on_orders)
    router.command("status", _status.on_status)
    router.link("order", _order.on_link)
    router.press(OrderPanelPress, _order.on_panel)
    router.press(QuantityPress, _order.on_quantity)
    router.press(TakeBackPress, _order.on_take_back)
    router.press(ReceivedPress, _order.on_received)
    router.card(_card.KIND, _card.show_card)
    router.on_tied.append(_order.offer_running)
    router.on_bound.append(_card.place_in_group)


def _add_staffs_side(router: Router) -> None:
    router.press(RoundPress, _manage.on_round)
    router.press(SuppliedPress, _phone.on_supplied_press)
    router.press(ForPress, _phone.on_for)
    router.press(DraftPress, _draft.on_draft)
    router.press(LightPress, _status.on_light)
    router.step(_draft.STEP, _draft.on_answer)
    router.step(_phone.DOOR, _phone.on_door)
    router.step(_phone.SUPPLIED, _phone.on_supplied)
    router.step(_status.STEP, _status.on_answer)
