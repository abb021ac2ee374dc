"""The demo's story, played through the use cases: vendors open, experts are certified, customers book, pay and approve.

It begins ten weeks before now and ends now, so that everybody who signs in finds something that waits for them.
"""
