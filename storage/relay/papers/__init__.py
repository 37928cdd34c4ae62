"""Rows that come on paper, by telephone, by SMS, or as a pasted relay: read, shown, merged."""
