"""A local Stripe: a small stateful HTTP server that the real SDK talks to, for demos, tests and integrators.

It answers on 127.0.0.1 only, keeps its state in one SQLite file, moves money by a clock that can be moved,
and posts signed webhooks until somebody takes them. It knows nothing of the marketplace and imports nothing
of it. What it covers and where it differs from Stripe: docs/simulator.md.
"""
