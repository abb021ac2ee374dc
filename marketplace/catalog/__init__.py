"""What there is to know: a vendor's products, their modules and releases.

A skill is a product or one of its modules.
Nothing is deleted, since certificates name it: it is retired, and then no longer offered.
"""
