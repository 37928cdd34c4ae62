"""Text as Telegram reads it: HTML, entities found in plain text, lengths in UTF-16 units."""
