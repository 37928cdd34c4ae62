"""The chain of a relay's log, its root, and why a household has its place."""
