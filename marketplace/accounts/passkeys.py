"""What kind of passkey we ask a device for."""

from flask_security import UserMixin, WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class Passkeys(WebauthnUtil):
    """Any device will do, the laptop's own as well as a key on a chain.

    One that signs in alone must know whose it is (so that no address need be typed) and check its owner's finger, face
    or PIN; one that comes after the password need only be there.
    """

    def authenticator_selection(self, user: UserMixin, usage: str) -> AuthenticatorSelectionCriteria:
        alone = usage == "first"
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED if alone else ResidentKeyRequirement.DISCOURAGED,
            user_verification=_checked(alone),
        )

    def user_verification(self, user: UserMixin | None, usage: list[str]) -> UserVerificationRequirement:
        return _checked("secondary" not in usage)


def _checked(needed: bool) -> UserVerificationRequirement:
    return UserVerificationRequirement.REQUIRED if needed else UserVerificationRequirement.DISCOURAGED
