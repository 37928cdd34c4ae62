"""The starter set of policy answers: `<language>/faq/<slug>.md` beside this file."""

from __future__ import annotations

from locales.catalogs import ROOT

STARTER = ROOT
"""What `storage.faq.files.read_folder` reads it from."""
