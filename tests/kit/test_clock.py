from datetime import UTC, datetime, timedelta
from pathlib import Path

from marketplace.kit import clock


def test_a_week_passes_for_everyone_who_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    site, simulator = clock.from_file(file), clock.from_file(file)
    before = site()
    clock.advance(file, timedelta(days=7))
    assert timedelta(days=7) <= simulator() - before < timedelta(days=7, minutes=1)


def test_without_a_file_it_is_now(tmp_path: Path) -> None:
    real = datetime.now(UTC)
    assert abs(clock.from_file(tmp_path / "none")() - real) < timedelta(minutes=1)


def test_today_is_a_matter_of_place() -> None:
    clock.use(lambda: datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    try:
        assert clock.today("Europe/Berlin").isoformat() == "2027-03-02"
        assert clock.today("America/New_York").isoformat() == "2027-03-01"
    finally:
        clock.use(None)
