"""Everything an instrument or shock does in a month."""
