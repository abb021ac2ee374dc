"""A refusal from a use case, shown on the form it came from."""

from collections.abc import Mapping

from flask_wtf import FlaskForm

from marketplace.kit.errors import Conflict, Invalid, NotAllowed, Refused


def show_on(form: FlaskForm, refusal: Refused, names: Mapping[str, str] | None = None) -> int:
    """Put each sentence beside its field, or above the form where there is none. The status to answer with.

    `names` are fields that are called otherwise on the form.
    """
    called = names or {}
    told = refusal.fields if isinstance(refusal, Invalid) else {}
    beside = {called.get(name, name): sentence for name, sentence in told.items()}
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
