"""A small, invented world of sixty experts, what customers ask of it, and whom each of them would want to see."""
