"""Files into objects, with line numbers: what is written is parsed, checked, and every problem of it worded for its writer."""
