"""Commands: `flask demo`, `flask worker`, and what else an operator types."""
