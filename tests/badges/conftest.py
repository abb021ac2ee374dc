"""A stranger whose watch shows the tests' time."""

import pytest
from flask import Flask
from openbadgeslib.ob3 import ldp, status, verifier

from tests.badges.stranger import Stranger, Wristwatch


@pytest.fixture
def stranger(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Stranger:
    for module in (verifier, status, ldp):
        monkeypatch.setattr(module, "datetime", Wristwatch)
    return Stranger(app)
