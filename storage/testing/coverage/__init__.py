"""Coverage: which doors a testing day has seen, who is sampled at home, what residents report."""
