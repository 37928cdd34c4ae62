"""Who may act for a household that is not their own, because it accepted them (T6)."""
