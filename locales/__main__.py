"""`python -m locales` checks the texts; `python -m locales update` refreshes the catalogs."""

from __future__ import annotations

import sys

from locales.checks import list_problems
from locales.extraction import update


def main(arguments: list[str]) -> int:
    """Answer the command line; 1 where something is wrong."""
    if arguments == ["update"]:
        changed = update()
        sys.stdout.write(f"updated: {', '.join(changed) or 'nothing to do'}\n")
        return 0
    if arguments:
        sys.stderr.write("python -m locales [update]\n")
        return 2
    problems = list_problems()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write(f"{len(problems)} problems\n" if problems else "every text is well\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
