"""Policy questions: approved entries, what was asked, and what waits for a person."""
