"""Two accounts of one person become one, once both have been proved by signing in."""
