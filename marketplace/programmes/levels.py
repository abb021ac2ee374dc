"""How well somebody knows a skill."""

from enum import IntEnum


class Level(IntEnum):
    """The four steps, the same for every vendor and product."""

    ASSOCIATE = 1
    PRACTITIONER = 2
    PROFESSIONAL = 3
    EXPERT = 4

    @property
    def label(self) -> str:
        return self.name.capitalize()

    @property
    def meaning(self) -> str:
        """What somebody of that level can be left alone with."""
        return MEANINGS[self]


MEANINGS = {
    Level.ASSOCIATE: "Does everyday work in it, with somebody to ask.",
    Level.PRACTITIONER: "Does everyday work in it alone, and knows when to ask.",
    Level.PROFESSIONAL: "Sets it up and changes it for others, and answers for the result.",
    Level.EXPERT: "Is who others ask: designs with it, mends what is broken, teaches it.",
}
