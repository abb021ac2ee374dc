"""Flask-Security's forms, in our words and with what we ask besides."""

from collections.abc import Mapping, Sequence
from itertools import starmap
from typing import Any
from zoneinfo import available_timezones

from flask import request
from flask_login import current_user
from flask_security import (
    ChangeEmailForm,
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    MfRecoveryForm,
    RegisterFormV2,
    ResetPasswordForm,
    SendConfirmationForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
)
from flask_security.utils import get_message
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from marketplace.accounts import second_step, service
from marketplace.kit.countries import countries
from marketplace.kit.errors import Invalid

Extra = Mapping[str, Sequence[Any]] | None

ADDRESS = "Mail address"
NEW = {"autocomplete": "new-password", "maxlength": service.LONGEST_PASSWORD}
CURRENT = {"autocomplete": "current-password", "maxlength": service.LONGEST_PASSWORD}
HINT = (
    f"At least {service.SHORTEST_PASSWORD} characters. Four random words are easy to keep and hard to guess."
)
WHY = (
    SelectChoice("expert", "I know a product well and want to be booked"),
    SelectChoice("organization", "My organization needs somebody who does"),
)
INVITED = SelectChoice("member", "I was invited to join somebody")
_too_long = Length(max=service.LONGEST_PASSWORD, message=f"At most {service.LONGEST_PASSWORD} characters.")


def _named(field: Any, label: str, **attributes: object) -> Any:
    """A field of Flask-Security's under our label, with what else the control should carry."""
    kept = {name: value for name, value in field.kwargs.items() if name not in ("label", "render_kw")}
    return field.field_class(label, **kept, render_kw=(field.kwargs.get("render_kw") or {}) | attributes)


class SignIn(LoginForm):
    email = _named(LoginForm.email, ADDRESS, autocomplete="username", maxlength=255)
    password = _named(LoginForm.password, "Password", **CURRENT)
    remember = BooleanField("Keep me signed in on this device")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""

    def validate(self, extra_validators: Extra = None, **kwargs: object) -> bool:
        """Whoever knows the password may know what else is amiss."""
        passed: bool = super().validate(extra_validators=extra_validators, **kwargs)
        if not passed and self.user_authenticated:
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        return passed


class Register(RegisterFormV2):
    """`next` tells an invited person from somebody who comes by themselves."""

    purpose = RadioField(
        "What brings you here?", choices=[*WHY, INVITED], validators=[InputRequired("Choose one.")]
    )
    name = StringField(
        "Your name",
        validators=[InputRequired("Tell us your name.")],
        render_kw={"autocomplete": "name", "maxlength": service.LONGEST_NAME},
    )
    email = _named(RegisterFormV2.email, ADDRESS, maxlength=255)
    password = PasswordField(
        "Password",
        description=HINT,
        render_kw=NEW,
        validators=[InputRequired("Choose a password."), _too_long],
    )
    organization_name = StringField(
        "Name of the organization",
        render_kw={"autocomplete": "organization", "maxlength": service.LONGEST_NAME},
    )
    country = SelectField(
        "Country", choices=lambda: [SelectChoice("", "Choose…"), *starmap(SelectChoice, countries())]
    )
    timezone = HiddenField(render_kw={"data-timezone": True})
    """The browser's own, where it tells; settings change it later."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        invited = str(self.next.data or "").startswith("/invitations/")
        self.purpose.choices = [INVITED, *WHY] if invited else list(WHY)
        if self.purpose.data is None:
            wanted = "member" if invited else request.args.get("purpose", "expert")
            self.purpose.data = wanted if wanted in {one.value for one in self.purpose.choices} else "expert"

    def _values(self) -> dict[str, Any]:
        return service.registration(
            self.name.data or "",
            self.email.data or "",
            self.purpose.data or "",
            self.organization_name.data,
            self.country.data,
        )

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        told = {"timezone": self.timezone.data} if self.timezone.data in available_timezones() else {}
        return {**self._values(), **told, "password": self.password.data}

    def validate(self, extra_validators: Extra = None, **kwargs: object) -> bool:
        passed: bool = super().validate(extra_validators=extra_validators, **kwargs)
        try:
            self._values()
        except Invalid as error:
            return say(self, error)
        return passed


def say(form: FlaskForm, error: Invalid) -> bool:
    """Put each sentence beside its field, or above the form where there is none."""
    for name, sentence in error.fields.items():
        if name not in form:
            form.form_errors.append(sentence)
        else:
            form[name].errors = [sentence]
    if not error.fields:
        form.form_errors.append(error.sentence)
    return False


class Recover(ForgotPasswordForm):
    email = _named(ForgotPasswordForm.email, ADDRESS, maxlength=255)


class SendConfirmation(SendConfirmationForm):
    email = _named(SendConfirmationForm.email, ADDRESS, maxlength=255)


class ResetPassword(ResetPasswordForm):
    password = _named(ResetPasswordForm.password, "New password", **NEW)
    password_confirm = _named(ResetPasswordForm.password_confirm, "New password, once more", **NEW)


class ChangePassword(ChangePasswordForm):
    password = _named(ChangePasswordForm.password, "Your present password", **CURRENT)
    new_password = _named(ChangePasswordForm.new_password, "New password", **NEW)
    new_password_confirm = _named(ChangePasswordForm.new_password_confirm, "New password, once more", **NEW)

    def validate(self, extra_validators: Extra = None, **kwargs: object) -> bool:
        """It is the new one that has to differ: the mistake belongs there."""
        passed: bool = super().validate(extra_validators=extra_validators, **kwargs)
        same, _ = get_message("PASSWORD_IS_THE_SAME")
        if same in self.password.errors:
            self.password.errors, self.new_password.errors = [], [same]
        return passed


class ChangeAddress(ChangeEmailForm):
    email = _named(ChangeEmailForm.email, "New address", maxlength=255)

    def validate(self, extra_validators: Extra = None, **kwargs: object) -> bool:
        passed: bool = super().validate(extra_validators=extra_validators, **kwargs)
        if self.existing_email_user == current_user:
            self.existing_email_user = None
            self.email.errors = ["That is one of your addresses already. Make it the main one in the list."]
        return passed


class Verify(VerifyForm):
    password = _named(VerifyForm.password, "Your password", **CURRENT)


class Code(TwoFactorVerifyCodeForm):
    code = _named(TwoFactorVerifyCodeForm.code, "Code from your app", inputmode="numeric", maxlength=12)

    def validate(self, extra_validators: Extra = None, **kwargs: object) -> bool:
        passed: bool = super().validate(extra_validators=extra_validators, **kwargs)
        if self.is_setup and not passed:
            second_step.mistyped()
        return passed


class RecoveryCode(MfRecoveryForm):
    code = _named(MfRecoveryForm.code, "Recovery code", maxlength=32)


class NewPasskey(WebAuthnRegisterForm):
    name = _named(WebAuthnRegisterForm.name, "Name of the passkey", maxlength=64)
    usage = RadioField(
        "Use it",
        choices=[
            SelectChoice("first", "To sign in, instead of the password"),
            SelectChoice("secondary", "As a second step, after it"),
        ],
        default="first",
    )


class PasskeySignIn(WebAuthnSigninForm):
    remember = BooleanField("Keep me signed in on this device")


FORMS: dict[str, Any] = {
    "login_form": SignIn,
    "register_form": Register,
    "forgot_password_form": Recover,
    "send_confirmation_form": SendConfirmation,
    "reset_password_form": ResetPassword,
    "change_password_form": ChangePassword,
    "change_email_form": ChangeAddress,
    "verify_form": Verify,
    "two_factor_verify_code_form": Code,
    "mf_recovery_form": RecoveryCode,
    "wan_register_form": NewPasskey,
    "wan_signin_form": PasskeySignIn,
}
