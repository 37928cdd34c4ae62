"""Medicine runs: what is fetched together, by whom, and where it was handed over."""
