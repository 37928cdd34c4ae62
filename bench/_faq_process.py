"""One process that holds the matcher and nothing else: `_faq_process.py DATA VECTORS`.

Prints a line once a question is answered by all models, and a second one with the milliseconds of
each of many questions, the seconds of CPU until then, and the megabytes held at most.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from bot.matching.threads import pin_threads

pin_threads()

from _faq_data import read_sets  # noqa: E402 - numpy after the threads are pinned
from _faq_store import FileVectors, FixedSource, quieten  # noqa: E402

from bot.matching.engine import QuestionMatcher  # noqa: E402

ASKED = 300


async def main(data: Path, stored: Path) -> None:
    quieten()
    sets, _ = read_sets(data)
    faq = next((one for one in sets if one.name == "quebec_en"), sets[0])
    questions = [question for one in sets for question in one.questions]
    matcher = QuestionMatcher(FixedSource({1: faq.passages}), FileVectors(stored))
    matcher.start()
    await matcher.find(1, questions[0].text, "en", faq.entry_ids)
    await matcher.settle()
    await matcher.find(1, questions[0].text, "en", faq.entry_ids)
    print(json.dumps({"warm": matcher.is_warm, "entries": len(faq.passages)}), flush=True)
    start_cpu_s = time.process_time()
    took, took_cpu = [], []
    for question in questions[1 :: max(1, len(questions) // ASKED)]:
        start, start_cpu = time.perf_counter(), time.process_time()
        await matcher.find(1, question.text, question.language, faq.entry_ids)
        took.append(1000 * (time.perf_counter() - start))
        took_cpu.append(1000 * (time.process_time() - start_cpu))
    told = {"took_ms": took, "took_cpu_ms": took_cpu, "start_cpu_s": start_cpu_s}
    print(json.dumps({**told, "rss_mb": _most_held()}), flush=True)
    await matcher.close()


def _most_held() -> float:
    """Megabytes at most. Not getrusage's, which a process inherits from the one that started it."""
    status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(status.split()[0]) / 1024


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
