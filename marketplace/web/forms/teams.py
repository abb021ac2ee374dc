"""Forms of organizations, of vendors, and of those who act for them."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.kit.countries import countries
from marketplace.organizations.service import LONGEST_NAME
from marketplace.organizations.words import MEMBER_DUTIES, STAFF_DUTIES

NAME = [InputRequired("It needs a name."), Length(max=LONGEST_NAME)]


class OrganizationForm(FlaskForm):
    name = StringField(
        "Name of the organization",
        validators=NAME,
        render_kw={"autocomplete": "organization", "maxlength": LONGEST_NAME},
    )
    country = SelectField(
        "Country",
        choices=lambda: [("", "Choose…"), *countries()],
        validators=[InputRequired("Choose a country.")],
    )


class ApprovalsForm(FlaskForm):
    auto_approval = BooleanField(
        "Hours that nobody answers in time count as approved",
        description="Approvers are reminded before. Without this, hours wait until somebody answers, and the expert’s money too. "
        "Hours that are submitted already keep what was said then.",
    )


class _Invite(FlaskForm):
    email = EmailField(
        "Mail address",
        validators=[InputRequired("Whom should we write to?")],
        render_kw={"autocomplete": "off", "maxlength": 255},
        description="They need no account yet.",
    )


class InviteMemberForm(_Invite):
    roles = SelectMultipleField(
        "What they may do",
        choices=list(MEMBER_DUTIES.items()),
        validators=[InputRequired("Choose at least one role.")],
    )


class InviteStaffForm(_Invite):
    roles = SelectMultipleField(
        "What they may do",
        choices=list(STAFF_DUTIES.items()),
        validators=[InputRequired("Choose at least one role.")],
    )


class MemberRolesForm(FlaskForm):
    roles = SelectMultipleField("Roles", choices=list(MEMBER_DUTIES.items()))


class StaffRolesForm(FlaskForm):
    roles = SelectMultipleField("Roles", choices=list(STAFF_DUTIES.items()))
