import pytest

from config import DEVELOPMENT_SECRETS, database_url, settings

SOUND = dict.fromkeys(DEVELOPMENT_SECRETS, "0123456789abcdef" * 3) | {
    "MAVENRY_ENV": "production",
    "BASE_URL": "https://experts.example",
    "DATABASE_URL": "postgresql://db/mavenry",
}


def test_production_starts_with_secrets_of_its_own() -> None:
    made = settings(SOUND)
    assert made["SESSION_COOKIE_SECURE"]
    assert not made["DEMO"]


@pytest.mark.parametrize("name", sorted(DEVELOPMENT_SECRETS))
def test_production_refuses_a_development_secret_and_names_it(name: str) -> None:
    for weak in (DEVELOPMENT_SECRETS[name], "short", ""):
        with pytest.raises(RuntimeError, match=name):
            settings(SOUND | {name: weak})


def test_a_list_of_badge_keys_is_as_good_as_its_weakest() -> None:
    sound = SOUND["BADGE_KEY"]
    assert settings(SOUND | {"BADGE_KEY": f"{sound[::-1]}, {sound}"})
    for weak in (DEVELOPMENT_SECRETS["BADGE_KEY"], "short", ""):
        with pytest.raises(RuntimeError, match="BADGE_KEY"):
            settings(SOUND | {"BADGE_KEY": f"{sound},{weak}"})


def test_production_refuses_plain_http() -> None:
    with pytest.raises(RuntimeError, match="https"):
        settings(SOUND | {"BASE_URL": "http://experts.example"})


def test_a_site_below_a_path_is_refused() -> None:
    with pytest.raises(RuntimeError, match="without a path"):
        settings(SOUND | {"BASE_URL": "https://example.org/market"})


def test_every_spelling_of_a_postgresql_address_works() -> None:
    for prefix in ("postgres", "postgresql", "postgresql+psycopg"):
        assert database_url(f"{prefix}://db/mavenry") == "postgresql+psycopg://db/mavenry"


def test_a_mistyped_mode_does_not_open_the_door() -> None:
    with pytest.raises(RuntimeError, match="MAVENRY_ENV"):
        settings({"MAVENRY_ENV": "prod"})


@pytest.mark.parametrize("given", ["abc", "", "0", "-1", "65536", "８０００"])
@pytest.mark.parametrize("name", ["PORT", "SIMULATOR_PORT", "MAIL_PORT"])
def test_a_port_that_is_none_is_named(name: str, given: str) -> None:
    with pytest.raises(RuntimeError, match=f"{name} is .* a number from 1 to 65535"):
        settings({name: given})
