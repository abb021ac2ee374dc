"""Stripe's resources, one module each: what a request may say, what it changes, what it answers."""
