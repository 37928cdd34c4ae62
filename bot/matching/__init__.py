"""Which entry answers a question, whatever language either is in. No Telegram, no SQL, no texts."""
