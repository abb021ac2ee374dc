"""Plain values: money, time, text, lifecycles, errors. Knows neither Flask nor a database."""
