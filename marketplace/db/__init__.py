"""The database: one declarative base, a few column types, one place that knows the engine, and `atomic()`."""
