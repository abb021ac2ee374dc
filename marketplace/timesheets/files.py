"""Files that come with hours or a deliverable, kept with the submission that they came with."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.gateways import storage
from marketplace.kit.errors import Conflict, Invalid, NotFound
from marketplace.kit.ids import Ref
from marketplace.timesheets import policy
from marketplace.timesheets.models import Timesheet, TimesheetFile

MOST_FILES = 20
"""On one sheet, over all of its submissions."""


def attach(sheet: Timesheet, refs: Sequence[Ref], *, by: Actor) -> None:
    """Uploads go along with the next submission. Raises `Invalid`."""
    if refs and len(sheet.files) + len(set(refs)) > MOST_FILES:
        sentence = f"There is room for {MOST_FILES} files here. Put several into one document."
        raise Invalid(sentence, {"files": sentence})
    sheet.files += TimesheetFile.taken(refs, by=by, submission=sheet.submissions + 1)
    db.session.flush()


def visible(ref: Ref, by: Actor) -> TimesheetFile:
    """For whoever may read it: see `policy.reads_file`. Raises `NotFound`."""
    found = db.session.scalar(select(TimesheetFile).where(TimesheetFile.ref == ref))
    if found is None or not policy.reads_file(by, found):
        raise NotFound
    return found


def shown(sheet: Timesheet, by: Actor) -> list[TimesheetFile]:
    """Those of a sheet that the actor may read."""
    return [one for one in sheet.files if policy.reads_file(by, one)]


def remove(ref: Ref, *, by: Actor) -> Timesheet:
    """Take a file back that nobody else has seen. Raises `Conflict` once it was handed in."""
    with atomic() as session:
        sheet = locked(Timesheet, visible(ref, by).timesheet.ref)
        file = visible(ref, by)
        if file.handed_in or not sheet.open or by.user_id != sheet.booking.expert.user_id:
            raise Conflict("This file was handed in, so it stays. You can add another one.")
        key = file.file_key
        session.delete(file)
    storage.drop(key)
    return sheet


def copied(file: TimesheetFile) -> TimesheetFile:
    """For the days of a sheet that go on in one of their own."""
    return TimesheetFile(
        file_key=file.file_key,
        file_name=file.file_name,
        media_type=file.media_type,
        size=file.size,
        submission=file.submission,
    )


def carry_over(other: Timesheet, sheet: Timesheet) -> None:
    """All files of the other go on with this one: what was handed in stays so, the rest comes with the next submission."""
    for file in list(other.files):
        handed_in = file.handed_in
        other.files.remove(file)
        file.submission = min(file.submission, sheet.submissions) if handed_in else sheet.submissions + 1
        sheet.files.append(file)
