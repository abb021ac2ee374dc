"""The outside: Stripe, mail, files, the gazetteer, strangers' hosts. Nothing here knows the domain, nor is called inside a transaction."""
