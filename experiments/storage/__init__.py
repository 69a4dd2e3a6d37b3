"""Files written whole, by one writer, with where they come from. Knows no results."""
