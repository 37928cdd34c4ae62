"""Whether the keys at hand are those that the database was sealed with, and changing them."""
