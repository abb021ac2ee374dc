"""Files that come with what is typed."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import MultipleFileField, SelectChoice, SelectMultipleField

from marketplace.evidence.models import Upload


class FilesForm(FlaskForm):
    """Files that were checked once are kept, whatever else is wrong."""

    kept = SelectMultipleField("Files that are here already", coerce=str, validate_choice=False)
    files = MultipleFileField("Files")

    def keep(self, uploads: Sequence[Upload]) -> None:
        """Show these as files already here, ticked."""
        self.kept.choices = [SelectChoice(one.ref, one.file_name) for one in uploads]
        self.kept.data = [one.ref for one in uploads]

    @property
    def chosen_files(self) -> list[Any]:
        return [one for one in self.files.data or [] if getattr(one, "filename", "")]
