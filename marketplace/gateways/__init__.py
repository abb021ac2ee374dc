"""The outside: Stripe, mail, files, the gazetteer, strangers' hosts. Nothing here knows the domain; nothing here is called inside a transaction."""
