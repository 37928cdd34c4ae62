"""The Telegram edge: one file per feature parses, calls one action and answers."""
