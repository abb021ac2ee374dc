"""A credential in a picture, and a seal for Ana's own site."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from openbadgeslib.ob3.verifier import OB3Verifier
from PIL import Image

from marketplace.badges import baking, issuing, picture, seal, service
from marketplace.badges.models import Credential, Naming
from marketplace.badges.picture import Words
from marketplace.badges.validity import Validity
from marketplace.certification.standing import standing
from tests import make
from tests.badges.stranger import Stranger
from tests.cast import Cast

PLAIN = picture.png(Words(3, "Professional", "Ledgerline Payroll · Leave", "Ledgerline", "on release 9.2"))


@pytest.fixture
def credential(cast: Cast) -> Credential:
    return issuing.issue(cast.certificate.ref)


def test_a_baked_picture_gives_its_credential_back(credential: Credential, stranger: Stranger) -> None:
    baked = baking.baked(PLAIN, credential.document)
    taken = OB3Verifier.extract_token_from_png(baked)
    assert taken == credential.document
    stranger.verify(json.loads(taken))


def test_it_is_still_a_picture_and_the_same_one(credential: Credential) -> None:
    baked = Image.open(BytesIO(baking.baked(PLAIN, credential.document)))
    assert baked.size == (640, 640)
    assert baked.convert("RGB").tobytes() == Image.open(BytesIO(PLAIN)).convert("RGB").tobytes()
    assert list(baked.text) == ["openbadgecredential"]


def test_only_a_png_can_be_baked() -> None:
    with pytest.raises(ValueError, match="PNG"):
        baking.baked(b"GIF89a", "{}")


@pytest.mark.parametrize("skill", ["X", "Hochverfügbarkeitsabrechnung " * 5, "勤怠管理", "👩‍💻" * 40, ""])
def test_any_name_of_a_skill_finds_room(skill: str) -> None:
    image = Image.open(BytesIO(picture.png(Words(4, "Expert", skill, "V" * 120, "on release 2027.1"))))
    margin = image.convert("L").crop((26, 440, 42, 600))
    assert margin.getextrema()[0] > 245


def test_the_seal_says_who_what_and_how_it_stands(credential: Credential) -> None:
    drawn = seal.svg(credential, Validity.VALID, standing(credential.certificate), "Mavenry")
    for said in ("Ana", "Professional", "Ledgerline Payroll · Leave", "Valid · Ledgerline"):
        assert said in drawn
    assert "Revoked · Ledgerline" in seal.svg(
        credential, Validity.REVOKED, standing(credential.certificate), "Mavenry"
    )


def test_the_seal_runs_nothing_and_asks_nobody(cast: Cast, credential: Credential) -> None:
    make.change(cast.ana, name='<script>alert(1)</script> & "Ana"')
    spiteful = service.choose_naming(cast.certificate.ref, Naming.NAME, by=cast.actor("ana"))
    drawn = seal.svg(spiteful, Validity.VALID, standing(spiteful.certificate), "Mavenry")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "circle", "text"}
    assert not re.search(r"\s(href|src|style|on\w+)=", drawn)


def test_a_long_name_is_cut_and_still_there_for_screen_readers(cast: Cast, credential: Credential) -> None:
    make.change(cast.ana, name="Anastasia Maximiliana von Hohenburg-Ruiz")
    long = service.choose_naming(cast.certificate.ref, Naming.NAME, by=cast.actor("ana"))
    drawn = seal.svg(long, Validity.VALID, standing(long.certificate), "Mavenry")
    assert ">Anastasia Maximiliana von…<" in drawn
    assert "Hohenburg-Ruiz" in drawn
