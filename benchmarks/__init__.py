"""Speed and memory, measured and printed; nothing here is a test, and nothing in the packages imports it."""
