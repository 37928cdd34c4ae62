"""Life in danger: what to do now, first and only; and who was called."""
