"""Committees, estates, buildings, households, residents, chats and roles."""
