from datetime import UTC, date, datetime

import pytest

from marketplace.kit.period import Days, add_business_days, local


def test_a_period_counts_both_its_ends() -> None:
    week = Days(date(2027, 3, 1), date(2027, 3, 7))
    assert len(week) == 7
    assert list(week)[-1] == date(2027, 3, 7)
    assert [day.weekday() for day in week.working()] == [0, 1, 2, 3, 4]


def test_a_period_that_ends_before_it_starts_is_empty() -> None:
    assert list(Days(date(2027, 3, 2), date(2027, 3, 1))) == []


def test_five_business_days_after_a_thursday_is_the_next_thursday() -> None:
    thursday = datetime(2027, 3, 4, 15, tzinfo=UTC)
    assert add_business_days(thursday, 5) == datetime(2027, 3, 11, 15, tzinfo=UTC)


def test_nine_in_berlin_moves_with_the_clocks() -> None:
    assert local(date(2027, 3, 26), 540, "Europe/Berlin") == datetime(2027, 3, 26, 8, tzinfo=UTC)
    assert local(date(2027, 3, 29), 540, "Europe/Berlin") == datetime(2027, 3, 29, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minute", "instant"),
    [
        (150, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # 02:30 is skipped and becomes 03:30
        (180, datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (1440, datetime(2027, 3, 28, 22, tzinfo=UTC)),
    ],
)
def test_the_night_the_clocks_go_forward(minute: int, instant: datetime) -> None:
    assert local(date(2027, 3, 28), minute, "Europe/Berlin") == instant


def test_the_hour_that_happens_twice_means_its_first_time() -> None:
    assert local(date(2027, 10, 31), 150, "Europe/Berlin") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
