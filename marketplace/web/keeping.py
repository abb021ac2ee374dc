"""Forms that files come with: every good file is kept at once, so that no mistake elsewhere asks for it again."""

from collections.abc import Callable

from flask import request

from marketplace.evidence import uploads
from marketplace.evidence.files import LARGEST
from marketplace.kit.errors import Invalid, Refused
from marketplace.web.forms.attempt import DONE, UNTOUCHED
from marketplace.web.forms.files import FilesForm
from marketplace.web.forms.refusal import show_on
from marketplace.web.security import actor

MOST_FILES = 5


def make_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Several large files in one form. Said before the request is looked at, because the token check reads the form."""
    request.max_content_length = MOST_FILES * LARGEST + 2 * 1024 * 1024


def attempt_with_files(form: FilesForm, act: Callable[[], object], *, again: bool = False) -> int:
    """As `attempt`, for forms with files. `again`: the form is only asked for once more, with everything in it."""
    if not form.is_submitted():
        return UNTOUCHED
    mistakes = _keep_files(form)
    if again:
        form.files.errors = tuple(mistakes)
        return UNTOUCHED
    valid = form.validate()
    form.files.errors = (*form.files.errors, *mistakes)
    if not valid or mistakes:
        return 400
    try:
        act()
    except Refused as refusal:
        return show_on(form, refusal)
    return DONE


def _keep_files(form: FilesForm) -> list[str]:
    """Keep what is sound. The mistakes of the others."""
    mistakes = []
    refs = list(form.kept.data or [])
    for file in form.chosen_files[:MOST_FILES]:
        try:
            refs.append(uploads.keep(file.filename, file.read(LARGEST + 1), by=actor()).ref)
        except Invalid as refusal:
            mistakes.append(refusal.sentence)
    if len(form.chosen_files) > MOST_FILES:
        mistakes.append(f"At most {MOST_FILES} files at a time; the first {MOST_FILES} are kept.")
    found = uploads.kept_for(actor(), refs)
    if len(found) < len(set(refs)):
        mistakes.append("A file chosen earlier is no longer here. Please choose it again.")
    form.keep(found)
    return mistakes
