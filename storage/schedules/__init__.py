"""What recurs, what is skipped, and what goes out next."""
