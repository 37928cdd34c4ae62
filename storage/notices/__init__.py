"""Notices: written once, confirmed by two, followed until every household is reached."""
