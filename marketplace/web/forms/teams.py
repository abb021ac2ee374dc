"""Forms of organizations, of vendors, and of those who act for them."""

from itertools import starmap

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.kit.countries import countries
from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.organizations.models import Membership
from marketplace.organizations.service import LONGEST_NAME
from marketplace.organizations.words import MEMBER_DUTIES, STAFF_DUTIES
from marketplace.web.forms.attempt import at_most

NAME = [InputRequired("It needs a name."), Length(max=LONGEST_NAME)]


class OrganizationForm(FlaskForm):
    name = StringField(
        "Name of the organization",
        validators=NAME,
        render_kw={"autocomplete": "organization", "maxlength": LONGEST_NAME},
    )
    country = SelectField(
        "Country",
        choices=lambda: [SelectChoice("", "Choose…"), *starmap(SelectChoice, countries())],
        validators=[InputRequired("Choose a country.")],
    )


class ApprovalsForm(FlaskForm):
    auto_approval = BooleanField(
        "Hours that nobody answers in time count as approved",
        description="Approvers are reminded after two and four business days. Without this, hours wait until somebody answers, "
        "and the expert’s money too. Hours that are submitted already keep what was said then.",
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
        choices=list(starmap(SelectChoice, MEMBER_DUTIES.items())),
        validators=[InputRequired("Choose at least one role.")],
    )


class InviteStaffForm(_Invite):
    roles = SelectMultipleField(
        "What they may do",
        choices=list(starmap(SelectChoice, STAFF_DUTIES.items())),
        validators=[InputRequired("Choose at least one role.")],
    )


class MemberRolesForm(FlaskForm):
    roles = SelectMultipleField("Roles", choices=list(starmap(SelectChoice, MEMBER_DUTIES.items())))


class LimitForm(FlaskForm):
    amount = StringField(
        "Decides alone up to",
        [at_most(40)],
        description="A booking above it is paid once somebody with a higher limit has approved it; hours worth more are "
        "theirs, too. Leave it empty for no limit.",
    )
    currency = SelectField("Currency", choices=[SelectChoice(one) for one in CURRENCIES])

    @classmethod
    def of(cls, seat: Membership) -> "LimitForm":
        shown = {} if seat.limit is None else {"amount": f"{seat.limit.decimal():f}"}
        return cls(data={**shown, "currency": seat.limit_currency or "EUR"})

    def limit(self) -> Money | None:
        """What was typed, None where nothing was. Raises `Invalid` beside the field."""
        text = (self.amount.data or "").strip()
        if not text:
            return None
        try:
            return Money.parse(text, self.currency.data)
        except Invalid as mistake:
            raise Invalid(mistake.sentence, {"amount": mistake.sentence}) from mistake


class StaffRolesForm(FlaskForm):
    roles = SelectMultipleField("Roles", choices=list(starmap(SelectChoice, STAFF_DUTIES.items())))
