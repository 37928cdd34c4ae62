"""Entries checked, vouchers given out and collected."""
