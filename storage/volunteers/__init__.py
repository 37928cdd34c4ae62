"""Volunteers: who helps where, the handbook, and tasks that are claimed."""
