"""Everything that goes to Telegram: at what pace, in which order, and what became of it."""
