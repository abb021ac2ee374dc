"""What there is to know: a vendor's products, their modules and releases; what customers call them; what they want done with them.

A skill is a product or one of its modules. A synonym is another name for one. A blueprint is an outcome that customers want, and
the skills it takes: draft, then published, then perhaps retired.
Nothing is deleted, since certificates name it: it is retired, and then no longer offered.
"""
