"""What waits for each hat, composed from the queries of every package. `web/desk.py` shows it."""
