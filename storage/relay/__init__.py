"""Signup relays (接龙): an ordered list in which each household has one place."""
