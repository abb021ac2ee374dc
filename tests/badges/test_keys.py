"""Private keys are worth nothing to whoever copies the database."""

import base64

import pytest
from flask import Flask

from marketplace.badges import keys, vault
from marketplace.badges.models import IssuerKey
from tests.cast import Cast

NEW, OLD = "the secret of this year, long", "the secret of last year, long"


@pytest.fixture
def key(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> IssuerKey:
    monkeypatch.setitem(app.config, "BADGE_KEY", OLD)
    keys.signer(cast.ledgerline)
    return keys.of_vendor(cast.ledgerline)[0]


def test_what_is_stored_is_encrypted(key: IssuerKey, cast: Cast) -> None:
    raw = keys.signer(cast.ledgerline).key.private_bytes_raw()
    for spelled in (raw.hex(), base64.urlsafe_b64encode(raw).decode().rstrip("=")):
        assert spelled not in key.sealed
    assert vault.unseal(key.sealed) == raw


def test_another_secret_opens_nothing(
    app: Flask, key: IssuerKey, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BADGE_KEY", NEW)
    with pytest.raises(vault.Unreadable):
        keys.signer(cast.ledgerline)
    result = app.test_cli_runner().invoke(args=["reseal-badge-keys"])
    assert result.exit_code == 1
    assert "BADGE_KEY" in result.output


def test_the_secret_is_changed_in_three_steps(
    app: Flask, key: IssuerKey, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BADGE_KEY", f"{NEW}, {OLD}")
    before = keys.signer(cast.ledgerline).key.private_bytes_raw()
    result = app.test_cli_runner().invoke(args=["reseal-badge-keys"])
    assert result.output == "1 keys are encrypted under the first secret of BADGE_KEY.\n"
    monkeypatch.setitem(app.config, "BADGE_KEY", NEW)
    assert keys.signer(cast.ledgerline).key.private_bytes_raw() == before


def test_keys_rotate_by_a_command_and_stay_listed(app: Flask, key: IssuerKey, cast: Cast) -> None:
    run = app.test_cli_runner().invoke
    assert "Ledgerline signs with key-2 now" in run(args=["rotate-badge-keys"]).output
    assert "key-3" in run(args=["rotate-badge-keys", "--vendor", "ledgerline"]).output
    assert run(args=["rotate-badge-keys", "--vendor", "stockpile"]).exit_code == 1
    document = keys.did_document(cast.ledgerline)
    did = "did:web:localhost%3A8000:issuers:ledgerline"
    assert document["@context"][0] == "https://www.w3.org/ns/did/v1"
    assert document["assertionMethod"] == [f"{did}#key-{number}" for number in (3, 2, 1)]
    assert len({one["publicKeyMultibase"] for one in document["verificationMethod"]}) == 3
    assert [one.retired_at is None for one in keys.of_vendor(cast.ledgerline)] == [True, False, False]


def test_each_vendor_has_keys_of_its_own(key: IssuerKey, cast: Cast) -> None:
    assert keys.signer(cast.stockpile).method == "did:web:localhost%3A8000:issuers:stockpile#key-1"
    assert keys.of_vendor(cast.stockpile)[0].public != key.public
