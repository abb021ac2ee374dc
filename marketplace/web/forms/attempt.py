"""What every form does: nothing yet, something that is refused, or what it is for."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms.validators import Length

from marketplace.kit.errors import Refused
from marketplace.web.forms.refusal import show_on

UNTOUCHED = 200
DONE = 303


def attempt(form: FlaskForm, act: Callable[[], object]) -> int:
    """Act once the form is sent and sound: `DONE`. Otherwise the status of the page that shows the form (again)."""
    if not form.is_submitted():
        return UNTOUCHED
    if not form.validate():
        return 400
    try:
        act()
    except Refused as refusal:
        return show_on(form, refusal)
    return DONE


def at_most(characters: int) -> Length:
    return Length(max=characters, message="There is room for %(max)d characters.")
