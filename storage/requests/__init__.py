"""Medicine, supplies and every other need: asked in private, owned by a person."""
