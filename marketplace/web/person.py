"""The person signed in, as a row."""

from typing import cast

from flask_login import current_user

from marketplace.accounts.models import User


def person() -> User:
    """Whoever is signed in; only for views that stand behind `signed_in`."""
    return cast(User, current_user._get_current_object())
