"""The live page: a scenario with sliders and switches, and what they change, drawn anew each time (`coworking dashboard`, ADR 0047)."""
