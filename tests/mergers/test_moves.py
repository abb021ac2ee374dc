"""Every column that names a person or a profile is in a table of what moves, or in a list of what stays, with its reason."""

from marketplace.db.base import db
from marketplace.mergers.moves import BY_HAND, PERSON, PROFILE, STAYS

Column = tuple[str, str]


def naming(owner: str) -> set[Column]:
    return {
        (table.name, key.parent.name)
        for table in db.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == owner
    }


def test_no_table_is_forgotten() -> None:
    said = [move.key for move in (*PERSON, *PROFILE)] + [*BY_HAND, *STAYS]
    assert set(said) == naming("user") | naming("expert")
    assert len(said) == len(set(said)), "each is said once"


def test_each_move_is_of_the_right_kind() -> None:
    assert {move.key for move in PERSON} <= naming("user")
    assert {move.key for move in PROFILE} <= naming("expert")


def test_nothing_moves_into_a_row_that_is_there_already() -> None:
    """A unique constraint over a column that moves has to be `alike`, or the merger would stumble over it."""
    for move in (*PERSON, *PROFILE):
        unique = [
            {column.name for column in constraint.columns}
            for constraint in db.metadata.tables[move.table].constraints
            if type(constraint).__name__ == "UniqueConstraint"
        ]
        for columns in unique:
            if move.column in columns and move.table != "payout_account":
                assert columns == {move.column, *move.alike}, move
