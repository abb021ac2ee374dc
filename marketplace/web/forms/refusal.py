"""A refusal from a use case, shown on the form it came from."""

from flask_wtf import FlaskForm

from marketplace.kit.errors import Conflict, Invalid, NotAllowed, Refused


def show_on(form: FlaskForm, refusal: Refused) -> int:
    """Put each sentence beside its field, or above the form where there is none. The status to answer with."""
    beside = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, sentence in beside.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
    if not any(name in form for name in beside):
        form.form_errors.append(refusal.sentence)
    return status_of(refusal)


def status_of(refusal: Refused) -> int:
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Conflict) else 400
