"""The clock of everything that happens by itself. What is due is known to the rows."""
