"""State, rules and SQL. Knows nothing of Telegram, text or language."""
