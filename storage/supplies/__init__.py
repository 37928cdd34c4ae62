"""Supply rounds: ordered until a deadline, picked, delivered door by door."""
