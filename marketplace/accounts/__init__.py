"""People: who they are, how they sign in, the addresses they own. Flask-Security does the signing in."""
