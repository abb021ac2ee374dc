"""A stranger who verifies a credential with openbadgeslib. They know what they were handed, and can open web addresses."""

import json
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from jsonschema import Draft201909Validator
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof

from marketplace.kit import clock

Document = dict[str, Any]
SCHEMA = Path(__file__).parent / "schema" / "ob_v3p0_achievementcredential_schema.json"


class Wristwatch(datetime):
    """openbadgeslib looks at the real time; in tests it is the tests' time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return clock.now().astimezone(tz)


class Stranger:
    """Their internet consists of our application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.visited: list[str] = []

    def fetch(self, url: str) -> bytes:
        """did:web is read over https, whatever the tests' own address begins with."""
        address = urlsplit(url)
        assert address.netloc == urlsplit(self.app.config["BASE_URL"]).netloc, url
        answer = self.app.test_client().get(address.path, headers={"Accept": "application/vc"})
        assert answer.status_code == 200, url
        self.visited.append(address.path)
        return answer.data

    def verify(self, document: Document | str) -> None:
        """The signature, the days, the status, and the signature of the list that tells it. Raises OB3VerificationError."""
        read: Document = json.loads(document) if isinstance(document, str) else document
        OB3LdpVerifier(issuer_did=read["issuer"]["id"]).verify(
            read, check_status=True, download=self.fetch, verify_status_list=False
        )
        listed = json.loads(self.fetch(read["credentialStatus"]["statusListCredential"]))
        assert listed["issuer"] == read["issuer"]["id"]
        self.verify_signature(listed)

    def verify_signature(self, document: Document) -> None:
        method = document["proof"]["verificationMethod"]
        verify_data_integrity_proof(document, resolve_verification_method(method, download=self.fetch))


def schema_errors(document: Document) -> list[str]:
    """What 1EdTech's schema finds wrong."""
    schema = json.loads(SCHEMA.read_text())
    checked = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in checked.iter_errors(document)]
