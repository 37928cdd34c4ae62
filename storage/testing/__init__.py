"""Testing rounds: which building goes when, who is reminded, which doors were seen."""
