"""A vendor's page and terms."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DecimalField, IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from marketplace.expenses.bounds import LEAST_PERCENT
from marketplace.organizations.models import CancellationPolicy
from marketplace.organizations.vendors import ABOUT, LIMITS, NAME, WEBSITE, Terms
from marketplace.web.forms.attempt import at_most


class VendorForm(FlaskForm):
    name = StringField("Name", [DataRequired("A vendor needs its name."), at_most(NAME)])
    website = StringField(
        "Website", [at_most(WEBSITE - 8)], description="Where customers read more, like www.example.com."
    )
    about = TextAreaField(
        "About",
        [at_most(ABOUT)],
        description="What your products are for, and whom your experts help. Markdown works: **bold**, lists, links.",
    )


def _whole(name: str, label: str, description: str) -> IntegerField:
    least, most = LIMITS[name]
    limits = NumberRange(least, most, f"A whole number from {least} to {most}, please.")
    return IntegerField(label, [InputRequired("Fill this in."), limits], description=description)


def _percent(label: str, description: str) -> DecimalField:
    limits = NumberRange(0, 30, "Between 0 and 30 percent, please.")
    return DecimalField(label, [InputRequired("Fill this in."), limits], places=2, description=description)


class TermsForm(FlaskForm):
    certificate_months = _whole(
        "certificate_months",
        "A certificate is valid for (months)",
        "Where you have not written a programme that says otherwise. Counted from the day it is granted.",
    )
    review_business_days = _whole(
        "review_business_days",
        "Claims are answered within (business days)",
        "Experts are told, and your queue shows which claims are late. Nothing happens by itself.",
    )
    second_opinion_percent = _whole(
        "second_opinion_percent",
        "Claims that a second assessor looks at, too (percent)",
        "Chosen by lot. The second one does not see what the first one found; where they disagree, you see it.",
    )
    fee_percent = _percent("Fee (percent)", "Added to the expert's price. Both sides see it.")
    repeat_fee_percent = _percent(
        "Fee when a customer returns to the same expert (percent)", "Lower, to thank them for staying."
    )
    answer_hours = _whole(
        "answer_hours", "An expert answers within (hours)", "After that a request runs out."
    )
    call_answer_hours = _whole(
        "call_answer_hours",
        "An expert answers about a call within (hours)",
        "Sooner where the call is near: never later than the shortest notice before it.",
    )
    call_buffer_minutes = _whole(
        "call_buffer_minutes",
        "Pause after a call (minutes)",
        "So long no other call begins with the same expert. It is not charged.",
    )
    hold_hours = _whole(
        "hold_hours", "Accepted days are held unpaid for (hours)", "After that they are free again."
    )
    instant_hold_minutes = _whole(
        "instant_hold_minutes",
        "Days booked at once are held unpaid for (minutes)",
        "With experts who need not be asked first. After that the days are free again.",
    )
    notice_hours = _whole("notice_hours", "Shortest notice (hours)", "From asking to the first working hour.")
    horizon_days = _whole(
        "horizon_days", "Bookable ahead (days)", "How far into the future days can be asked for."
    )
    approval_business_days = _whole(
        "approval_business_days",
        "Hours are approved within (business days)",
        "After that they count as approved.",
    )
    release_business_days = _whole(
        "release_business_days",
        "Money is released after (business days)",
        "Counted from the approval of the hours.",
    )
    review_days = _whole(
        "review_days",
        "Both sides review each other within (days)",
        "Counted from the approval of the hours. Published when both have written, or when the time is up.",
    )
    no_show_minutes = _whole(
        "no_show_minutes",
        "Somebody is said not to have come after (minutes)",
        "From the start of a booked day. The other side then has 24 hours to say its word.",
    )
    dispute_answer_business_days = _whole(
        "dispute_answer_business_days",
        "The other side of a dispute answers within (business days)",
        "After that the dispute waits for your opinion, with the wish of whoever opened it.",
    )
    dispute_opinion_business_days = _whole(
        "dispute_opinion_business_days",
        "Your assessors give their opinion within (business days)",
        "After that your admins are told. Every dispute is closed 30 days after it was opened.",
    )
    expenses_percent = _whole(
        "expenses_percent",
        "Most expenses of a booking (percent of its price)",
        "All of them together; 0 for none. There is no fee on expenses, so a price should not hide among them. Once a booking has "
        f"ended, it is that share of what the expert keeps of the price, or {LEAST_PERCENT} % of the price where that is more, but "
        "never more than your share of it.",
    )
    cancellation = RadioField(
        "When a customer cancels",
        [InputRequired("Choose one of the three.")],
        choices=[
            SelectChoice(
                CancellationPolicy.FLEXIBLE,
                "Flexible: everything back until 24 hours before, then the first day is owed",
            ),
            SelectChoice(
                CancellationPolicy.STANDARD,
                "Standard: everything back until 7 days before, then half, in the last 48 hours less",
            ),
            SelectChoice(
                CancellationPolicy.STRICT, "Strict: everything back until 14 days before, then half"
            ),
        ],
        description="When the expert cancels, everything goes back. Each booking keeps the terms it was made under.",
    )

    @classmethod
    def of(cls, terms: Terms) -> "TermsForm":
        values: dict[str, Any] = {name: getattr(terms, name) for name in LIMITS}
        values["cancellation"] = terms.cancellation
        values["fee_percent"] = Decimal(terms.fee_basis_points) / 100
        values["repeat_fee_percent"] = Decimal(terms.repeat_fee_basis_points) / 100
        return cls(data=values)

    def terms(self) -> Terms:
        """What was filled in; call it on a form that validated."""
        whole = {name: self[name].data for name in LIMITS if name in self}
        return Terms(
            **whole,
            fee_basis_points=_basis_points(self.fee_percent.data),
            repeat_fee_basis_points=_basis_points(self.repeat_fee_percent.data),
            cancellation=CancellationPolicy(self.cancellation.data),
        )


def _basis_points(percent: Decimal) -> int:
    return int((percent * 100).to_integral_value())
