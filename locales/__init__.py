"""What people read and see.

A text is one Jinja2 template, in English, under `templates/<feature>/<message>`: `.html` is a
Telegram message (under `print/` a sheet of paper), `.txt` plain text for a button, a callback
answer or the command menu. Every sentence stands in `{% trans %}`, one for each visible line;
line breaks inside it read as spaces. `catalogs/<language>/linli.po` holds the translations,
`samples/<feature>.py` the values that the checks render with. After a template changed:
`python -m locales update`, translate, `python -m locales`.

Templates reached from others (`{% include "relay/_facts.html" %}`) have names that begin with an
underscore. Values typed by people need no care here: markup is escaped, direction marks are
removed and what is too long is cut (`values.py`).
"""
