"""Flask-Security's messages, in our words. Those that could tell who has an account say the same either way."""

_NAME = "Letters, numbers, spaces and - _ only."
_SENT = "If an account belongs to %(email)s, a mail is on its way there. It can take a minute."

MESSAGES = {
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        "That address and password do not go together. Try again, or choose a new password.",
        "danger",
    ),
    "SECURITY_MSG_UNAUTHENTICATED": (
        "Please sign in first. We bring you back to where you were going.",
        "info",
    ),
    "SECURITY_MSG_UNAUTHORIZED": ("That is not open to you.", "danger"),
    "SECURITY_MSG_REAUTHENTICATION_REQUIRED": ("Show us once more that it is you.", "info"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": ("Thank you, go on.", "success"),
    "SECURITY_MSG_CONFIRM_REGISTRATION": (
        "Nearly done: open the mail we have just sent to %(email)s.",
        "success",
    ),
    "SECURITY_MSG_CONFIRMATION_REQUIRED": (
        "Please confirm your address first: open the link in our mail, or ask for another one.",
        "danger",
    ),
    "SECURITY_MSG_CONFIRMATION_REQUEST": (
        "If an account with %(email)s waits to be confirmed, a mail is on its way there. It can take a minute.",
        "info",
    ),
    "SECURITY_MSG_CONFIRMATION_EXPIRED": (
        "That link has run out after %(within)s. Ask for a new one here.",
        "danger",
    ),
    "SECURITY_MSG_INVALID_CONFIRMATION_TOKEN": (
        "That link is not complete. Open it straight from the mail, or ask for a new one here.",
        "danger",
    ),
    "SECURITY_MSG_ALREADY_CONFIRMED": ("Your address is confirmed already. Just sign in.", "info"),
    "SECURITY_MSG_EMAIL_CONFIRMED": ("Thank you, your address is confirmed. Now sign in.", "success"),
    "SECURITY_MSG_EMAIL_ALREADY_ASSOCIATED": ("%(email)s has an account already.", "danger"),
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Give your mail address.", "danger"),
    "SECURITY_MSG_INVALID_EMAIL_ADDRESS": ("That does not look like a mail address.", "danger"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Give a password.", "danger"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": ("At least %(length)s characters.", "danger"),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": (_SENT, "info"),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": (
        "That link has run out after %(within)s. Ask for a new one here.",
        "danger",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        "That link has been used or is not complete. Ask for a new one here.",
        "danger",
    ),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": (
        "Your password is changed. Sign in with the new one.",
        "success",
    ),
    "SECURITY_MSG_PASSWORD_CHANGE": (
        "Your password is changed. Your other devices are signed out.",
        "success",
    ),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("Choose one that differs from the present one.", "danger"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("This is not the same as above.", "danger"),
    "SECURITY_MSG_INVALID_PASSWORD": ("That is not your password.", "danger"),
    "SECURITY_MSG_DISABLED_ACCOUNT": ("This account has been closed.", "danger"),
    "SECURITY_MSG_INVALID_REDIRECT": ("We only lead on to our own pages.", "danger"),
    "SECURITY_MSG_ANONYMOUS_USER_REQUIRED": ("You are signed in already.", "info"),
    "SECURITY_MSG_INVALID_CODE": ("That code is not right.", "danger"),
    "SECURITY_MSG_INVALID_RECOVERY_CODE": ("That is not one of your unused recovery codes.", "danger"),
    "SECURITY_MSG_NO_RECOVERY_CODES_SETUP": ("You have no recovery codes yet. Make some below.", "info"),
    "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
        "That code is not right, or too old. Type the one your app shows now.",
        "danger",
    ),
    "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": ("Welcome back.", "success"),
    "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "Your authenticator app is set up. Keep recovery codes too, in case you lose it.",
        "success",
    ),
    "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("Sign in with your password first.", "danger"),
    "SECURITY_MSG_TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Choose one of these.", "danger"),
    "SECURITY_MSG_TWO_FACTOR_DISABLED": ("Your password alone signs you in again.", "success"),
    "SECURITY_MSG_TWO_FACTOR_SETUP_EXPIRED": (
        "That took longer than %(within)s. Please begin anew.",
        "danger",
    ),
    "SECURITY_MSG_WEBAUTHN_EXPIRED": ("That took longer than %(within)s. Please begin anew.", "danger"),
    "SECURITY_MSG_WEBAUTHN_NAME_REQUIRED": ("Give it a name that you will recognize.", "danger"),
    "SECURITY_MSG_WEBAUTHN_NAME_INUSE": ("You have a passkey called %(name)s already.", "danger"),
    "SECURITY_MSG_WEBAUTHN_NAME_NOT_FOUND": ("You have no passkey called %(name)s.", "danger"),
    "SECURITY_MSG_WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (_NAME, "danger"),
    "SECURITY_MSG_INVALID_INPUT": (_NAME, "danger"),
    "SECURITY_MSG_INVALID_INPUT_LENGTH": ("At most %(length)s characters.", "danger"),
    "SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED": ("%(name)s no longer signs you in.", "success"),
    "SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL": ("%(name)s signs you in from now on.", "success"),
    "SECURITY_MSG_WEBAUTHN_CREDENTIAL_ID_INUSE": ("This passkey is here already.", "danger"),
    "SECURITY_MSG_WEBAUTHN_UNKNOWN_CREDENTIAL_ID": ("We do not know this passkey.", "danger"),
    "SECURITY_MSG_WEBAUTHN_NO_VERIFY": ("The passkey could not be checked. Please try once more.", "danger"),
    "SECURITY_MSG_WEBAUTHN_CREDENTIAL_WRONG_USAGE": ("This passkey was not set up for that.", "danger"),
    "SECURITY_MSG_WEBAUTHN_MISMATCH_USER_HANDLE": ("This passkey belongs to another account.", "danger"),
    "SECURITY_MSG_CHANGE_EMAIL_EXPIRED": (
        "That link has run out after %(within)s. Please begin anew.",
        "danger",
    ),
    "SECURITY_MSG_CHANGE_EMAIL_CONFIRMED": (
        "Thank you. We write to your new address from now on.",
        "success",
    ),
    "SECURITY_MSG_CHANGE_EMAIL_SENT": ("Open the mail we have just sent to %(email)s.", "success"),
    "SECURITY_MSG_API_ERROR": ("That did not work. Please try once more.", "danger"),
}
