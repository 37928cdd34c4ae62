"""Who changed what, and which updates could not be handled."""
