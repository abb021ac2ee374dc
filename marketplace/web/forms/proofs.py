"""The name a holder appears under."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from marketplace.badges.models import Credential, Naming
from marketplace.badges.service import LONGEST_PSEUDONYM
from marketplace.web.forms.attempt import at_most


class NamingForm(FlaskForm):
    naming = RadioField("Show me as", [InputRequired("Choose your name or a pseudonym.")])
    pseudonym = StringField(
        "Pseudonym",
        [at_most(LONGEST_PSEUDONYM)],
        description="Only if you choose one. It is marked as a pseudonym, so that nobody takes it for somebody's name.",
    )

    def offer(self, credential: Credential) -> None:
        """The holder's own name, as their profile says it now, or another."""
        name = credential.certificate.expert.name
        self.naming.choices = [
            SelectChoice(Naming.NAME.value, f"My name, {name}"),
            SelectChoice(Naming.PSEUDONYM.value, "A pseudonym"),
        ]
        if not self.is_submitted():
            self.naming.data = credential.naming.value
            self.pseudonym.data = credential.holder if credential.naming is Naming.PSEUDONYM else ""
