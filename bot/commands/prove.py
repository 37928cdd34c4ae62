"""`linli prove`: a relay's proof as a file, and whether its rows are still as its log says."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from bot.commands.errors import OperatorError
from bot.commands.offline import offline_session
from bot.settings import Settings
from locales.languages import SOURCE, choose_language
from locales.renderer import Renderer
from storage.errors import RuleError
from storage.relay.proof.checking import check_log
from storage.relay.proof.export import build_proof, find_log, pack_proof

console = Console()


def write_proof(settings: Settings, relay_id: int, out: Path | None) -> None:
    """Write the redacted proof and the script that verifies it as a ZIP.

    Raises:
        OperatorError: there is no such relay, its log is older than its proof, or the file
            cannot be written.
    """
    words = Renderer().words(choose_language(os.environ.get("LANG"), SOURCE), "UTC")
    try:
        with offline_session(settings) as session:
            log = find_log(session, relay_id)
            proof = build_proof(session, relay_id)
    except RuleError as refusal:
        raise OperatorError(_explain(refusal, relay_id)) from None
    packed = pack_proof(proof, words.text("relay/proof_readme", **asdict(log)))
    file = out or Path(f"linli-proof-{relay_id}.zip")
    try:
        file.write_bytes(packed)
    except OSError as error:
        raise OperatorError(f"{file}: {error.strerror}") from None
    console.print(f"{file}: {log.lines} lines, code {log.code}", highlight=False, soft_wrap=True)


def check_rows(settings: Settings, relay_id: int) -> bool:
    """Compare the relay's rows with its log, and say what was changed.

    Returns:
        Whether everything is as the log says.

    Raises:
        OperatorError: there is no such relay, or its log is older than its proof.
    """
    try:
        with offline_session(settings) as session:
            faults = check_log(session, relay_id)
    except RuleError as refusal:
        raise OperatorError(_explain(refusal, relay_id)) from None
    for fault in faults:
        console.print(fault, style="red", highlight=False, soft_wrap=True)
    console.print(
        f"Relay {relay_id}: {len(faults)} faults" if faults else f"Relay {relay_id} is sound"
    )
    return not faults


def _explain(refusal: RuleError, relay_id: int) -> str:
    if refusal.code == "log_not_chained":
        return f"Relay {relay_id} began before logs were sealed: there is nothing to prove"
    return f"There is no relay {relay_id}"
