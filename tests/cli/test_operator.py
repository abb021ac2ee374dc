"""The first operator is appointed from the command line."""

from flask import Flask

from marketplace.accounts import service as accounts
from tests import make


def test_somebody_with_an_account_is_appointed(app: Flask) -> None:
    make.user("Otto")
    done = app.test_cli_runner().invoke(args=["operator", "OTTO@example.test"])
    assert "Otto finds Operations" in done.output
    otto = accounts.find("otto@example.test")
    assert otto
    assert otto.operator


def test_nobody_is_made_up(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["operator", "nobody@example.test"])
    assert done.exit_code == 1
    assert "Nobody has an account" in done.output
