"""Fetching updates, and the webhook instead."""

from urllib.parse import urlsplit

from aiogram import types
from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from simulator.errors import bad_request, conflict
from simulator.methods.registry import Described, offers
from simulator.webhook import Webhook
from simulator.world import World

WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
LONGEST_SECRET = 256
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40
PORTS = frozenset({80, 88, 443, 8443})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_UPDATES = 100


@offers
async def get_updates(world: World, call: GetUpdates) -> list[types.Update]:
    """The long poll."""
    if world.webhook:
        raise conflict(WEBHOOK_ACTIVE)
    world.updates.choose(call.allowed_updates)
    limit = min(call.limit or MOST_UPDATES, MOST_UPDATES)
    return await world.long_poll.fetch(call.offset or 0, limit, call.timeout or 0)


@offers
async def set_webhook(world: World, call: SetWebhook) -> Described:
    """Deliver to an address; an empty one goes back to polling."""
    if not call.url:
        return await delete_webhook(
            world, DeleteWebhook(drop_pending_updates=call.drop_pending_updates)
        )
    _check_address(call.url)
    secret = call.secret_token or ""
    _check_secret(secret)
    most = min(max(call.max_connections or USUAL_CONNECTIONS, 1), MOST_CONNECTIONS)
    world.updates.choose(call.allowed_updates)
    if call.drop_pending_updates:
        world.updates.clear()
    current = world.webhook
    if current and (current.url, current.secret, current.max_connections) == (
        call.url,
        secret,
        most,
    ):
        return Described(True, "Webhook is already set")
    await _close(world)
    world.long_poll.terminate("terminated by setWebhook request")
    world.webhook = Webhook(world, call.url, secret, most)
    return Described(True, "Webhook was set")


@offers
async def delete_webhook(world: World, call: DeleteWebhook) -> Described:
    """Go back to polling."""
    if call.drop_pending_updates:
        world.updates.clear()
    words = "Webhook was deleted" if world.webhook else "Webhook is already deleted"
    await _close(world)
    return Described(True, words)


@offers
def get_webhook_info(world: World, _call: GetWebhookInfo) -> types.WebhookInfo:
    """Where updates go, how many wait, and the last failure."""
    hook = world.webhook
    error = hook.last_error if hook else None
    return types.WebhookInfo(
        url=hook.url if hook else "",
        has_custom_certificate=False,
        pending_update_count=len(world.updates),
        max_connections=hook.max_connections if hook else None,
        last_error_date=error[0] if error else None,
        last_error_message=error[1] if error else None,
        allowed_updates=world.updates.listed(),
    )


async def _close(world: World) -> None:
    hook, world.webhook = world.webhook, None
    if hook:
        await hook.close()


def _check_address(url: str) -> None:
    """HTTPS on four ports as in the cloud; plain HTTP to loopback as the local mode allows."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _check_secret(secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not all(char.isascii() and (char.isalnum() or char in "_-") for char in secret):
        raise bad_request("secret token contains unallowed characters")
