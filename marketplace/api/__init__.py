"""The JSON door: what pages answer to people, answered to programs. It knows the use cases and no pages.

Addresses begin with `/api`. Times are ISO 8601, amounts minor units with their currency. What goes wrong is a problem in the
sense of RFC 9457 (`application/problem+json`).
"""
