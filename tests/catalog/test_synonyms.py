"""What customers call Ledgerline's products."""

import pytest

from marketplace.catalog import synonyms
from marketplace.kit.errors import Invalid, NotAllowed
from tests import make
from tests.cast import Cast


def said(cast: Cast) -> list[str]:
    return [one.phrase for one in synonyms.synonyms_of(cast.ledgerline.id)]


def test_vera_keeps_what_her_customers_say(cast: Cast) -> None:
    kept = synonyms.add(
        cast.ledgerline.ref, phrase="  Time  off ", skill_ref=cast.leave.ref, by=cast.actor("vera")
    )
    assert (kept.phrase, kept.product, kept.module) == ("Time off", cast.payroll, cast.leave.module)
    synonyms.remove(kept.ref, by=cast.actor("vera"))
    assert said(cast) == []


@pytest.mark.parametrize("phrase", ["", "!?", "x" * 81, "TIME OFF"])
def test_a_phrase_has_words_and_means_one_thing(cast: Cast, phrase: str) -> None:
    make.synonym(cast.leave, "time off")
    with pytest.raises(Invalid) as refused:
        synonyms.add(cast.ledgerline.ref, phrase=phrase, skill_ref=cast.leave.ref, by=cast.actor("vera"))
    assert "phrase" in refused.value.fields


def test_it_means_something_of_the_vendors_own(cast: Cast) -> None:
    yard = make.skill(make.product(cast.stockpile, "Yard"))
    for ref in (yard.ref, "nothing", ""):
        with pytest.raises(Invalid, match="from the list"):
            synonyms.add(cast.ledgerline.ref, phrase="dock", skill_ref=ref, by=cast.actor("vera"))


def test_another_vendors_administrator_keeps_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        synonyms.add(cast.ledgerline.ref, phrase="dock", skill_ref=cast.leave.ref, by=cast.actor("ines"))
    kept = make.synonym(cast.leave, "time off")
    with pytest.raises(NotAllowed):
        synonyms.remove(kept.ref, by=cast.actor("carla"))
    assert said(cast) == ["time off"]
