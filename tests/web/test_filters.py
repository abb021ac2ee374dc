"""How values are written for people."""

from marketplace.web.filters import ordinal


def test_an_ordinal_ends_as_it_is_said() -> None:
    said = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 111, 121)]
    assert said == "first second third 4th 11th 12th 13th 21st 22nd 23rd 30th 111th 121st".split()
