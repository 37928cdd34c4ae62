"""A pasted relay (接龙) read by a grammar: lines, doors, items, what each comes to. Pure."""
