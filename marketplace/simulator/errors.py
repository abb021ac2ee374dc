"""Errors in Stripe's shape: https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes."""

from typing import Any

Body = dict[str, Any]


class ApiError(Exception):
    """Answered as `{"error": {...}}`. `keep` says that what the request has written so far stands."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        keep: bool = False,
        more: Body | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        self.error: Body = {"type": kind, "message": message} | (more or {})
        if code:
            self.error |= {
                "code": code,
                "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}",
            }
        if param:
            self.error["param"] = param

    def body(self) -> Body:
        return {"error": self.error}


def unknown_parameter(name: str) -> ApiError:
    return ApiError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def missing_parameter(name: str) -> ApiError:
    return ApiError(f"Missing required param: {name}.", code="parameter_missing", param=name)


def invalid_integer(name: str, value: object) -> ApiError:
    return ApiError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)


def invalid(name: str, message: str) -> ApiError:
    return ApiError(message, param=name)


def missing(kind: str, key: str, param: str = "id") -> ApiError:
    return ApiError(f"No such {kind}: '{key}'", status=404, code="resource_missing", param=param)


def not_reachable(method: str, path: str) -> ApiError:
    sentence = f"Unrecognized request URL ({method}: {path}). The simulator covers a part of Stripe: see /."
    return ApiError(sentence, status=404)


def no_key() -> ApiError:
    return ApiError(
        "You did not provide an API key. Send it as 'Authorization: Bearer sk_test_…'.", status=401
    )


def wrong_key(key: str) -> ApiError:
    return ApiError(f"Invalid API Key provided: {key[:8]}****{key[-4:]}", status=401)


def no_access(account: str) -> ApiError:
    sentence = (
        f"The provided key does not have access to account '{account}' (or that account does not exist)."
    )
    return ApiError(sentence, status=403, code="account_invalid")


def broken() -> ApiError:
    return ApiError("The simulator failed: its own fault, see its log.", status=500, kind="api_error")


def declined(code: str, message: str, more: Body) -> ApiError:
    """402. The intent it tried stays, with its failed charge."""
    return ApiError(message, status=402, code=code, kind="card_error", keep=True, more=more)


def insufficient_balance(message: str) -> ApiError:
    return ApiError(message, code="balance_insufficient")
