"""The outside: Stripe, mail, files, towns, strangers' hosts. Nothing here knows the domain or is called inside a transaction."""
