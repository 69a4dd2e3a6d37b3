"""Replicated and paired runs: making them, and the object that holds them."""
