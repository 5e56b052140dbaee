"""Settings: one place, a known origin, and a message that names what is wrong."""

import re
from pathlib import Path

import pytest

from catalogue.settings import Settings, SettingsError, load, origins, variable
from tests.engines.guarded import Authority


def test_the_defaults_are_complete() -> None:
    settings = load({})
    assert settings == Settings()
    assert settings.database.startswith("sqlite:////")


def test_a_variable_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    config = tmp_path / "catalogue.toml"
    config.write_text('page_size = 7\nprofile = "other"\n[title]\nen = "North"\nfr = "Nord"\n')
    environment = {"CATALOGUE_CONFIG": str(config), "CATALOGUE_PAGE_SIZE": "9"}
    settings = load(environment)
    assert (settings.page_size, settings.profile, settings.title) == (
        9,
        "other",
        {"en": "North", "fr": "Nord"},
    )
    told = {origin.name: (origin.value, origin.origin) for origin in origins(environment)}
    assert told["CATALOGUE_PAGE_SIZE"] == ("9", "variable CATALOGUE_PAGE_SIZE")
    assert told["CATALOGUE_PROFILE"] == ("other", f"file {config}")
    assert told["CATALOGUE_POLL"][1] == "default"


def test_a_secret_is_read_from_its_file_and_never_printed(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://me:hidden@db/catalogue\n")
    environment = {"CATALOGUE_DATABASE_URL_FILE": str(secret)}
    assert load(environment).database == "postgresql://me:hidden@db/catalogue"
    [origin] = [each for each in origins(environment) if each.name == "CATALOGUE_DATABASE_URL"]
    assert "hidden" not in origin.value
    assert origin.origin == "file named by CATALOGUE_DATABASE_URL_FILE"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATALOGUE_PAGE_SIZE", "many"),
        ("CATALOGUE_PAGE_SIZE", "0"),
        ("CATALOGUE_BASE_URL", "catalogue.example"),
        ("CATALOGUE_BASE_URL", "https://example.org/?x=1"),
        ("CATALOGUE_LEGISLATION", "http://data.europa.eu/eli/reg/2025/327/oj, Regulation 2025/327"),
        ("CATALOGUE_LICENCE", "CC BY 4.0"),
        ("CATALOGUE_PUBLISHER_URL", "www.example.org"),
        ("CATALOGUE_PUBLISHER_EMAIL", "example.org"),
        ("CATALOGUE_VALIDATOR", "magic"),
        ("CATALOGUE_LANGUAGES", ""),
        ("CATALOGUE_SEARCH_URL", "127.0.0.1:9200"),
        ("CATALOGUE_SEARCH_URL", "http://127.0.0.1:9200, search:9200"),
        ("CATALOGUE_SEARCH_ENGINE", "solr"),
        ("CATALOGUE_SEARCH_INDEX", "Catalogue/1"),
        ("CATALOGUE_SEARCH_TIMEOUT", "0"),
        ("CATALOGUE_TITEL", "misspelt"),
        ("CATALOGUE_DATABASE_URL_FILE", "/does/not/exist"),
        ("CATALOGUE_CONFIG", "/does/not/exist.toml"),
    ],
)
def test_a_wrong_value_is_named_with_its_origin(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load({name: value})


def test_the_authority_of_an_engine_is_a_certificate_and_its_addresses_have_tls(tmp_path: Path) -> None:
    given = {"CATALOGUE_SEARCH_URL": "https://one.example, https://two.example"}
    for wrong in (tmp_path / "nothing", tmp_path, Path(__file__)):
        with pytest.raises(SettingsError, match="CATALOGUE_SEARCH_AUTHORITY"):
            load({**given, "CATALOGUE_SEARCH_AUTHORITY": str(wrong)})
    file = str(Authority(tmp_path).file)
    assert load({**given, "CATALOGUE_SEARCH_AUTHORITY": file}).search_authority == file
    mixed = {"CATALOGUE_SEARCH_URL": "https://me:hidden@one.example, http://two.example"}
    with pytest.raises(SettingsError, match="https") as told:
        load({**mixed, "CATALOGUE_SEARCH_AUTHORITY": file})
    assert "hidden" not in str(told.value)


def test_several_wrong_values_are_all_named() -> None:
    with pytest.raises(SettingsError) as told:
        load({"CATALOGUE_PAGE_SIZE": "x", "CATALOGUE_POLL": "-1"})
    assert all(name in str(told.value) for name in ("CATALOGUE_PAGE_SIZE", "CATALOGUE_POLL"))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("page_size = = 7")
    with pytest.raises(SettingsError, match=r"c\.toml.*TOML"):
        load({"CATALOGUE_CONFIG": str(config)})


def test_lists_and_languages_may_be_given_as_text() -> None:
    settings = load(
        {"CATALOGUE_LANGUAGES": "fr, en", "CATALOGUE_TITLE": "en=North|fr=Nord", "CATALOGUE_PUBLISHER": "Us"}
    )
    assert settings.languages == ["fr", "en"]
    assert settings.title == {"en": "North", "fr": "Nord"}
    assert settings.publisher == {"": "Us"}


def test_every_setting_says_what_it_is_for() -> None:
    for origin in origins({}):
        assert len(origin.help) > 15, origin.name
        assert origin.name == variable(origin.name.removeprefix("CATALOGUE_").lower())


def test_portals_are_given_by_body_as_text_or_as_a_table() -> None:
    address = "https://portal.example/apply?for={datasets}&list={list}"
    text = f"https://a.example/body {address}|https://b.example/body https://b.example/{{list}}"
    found = load({"CATALOGUE_ACCESS_PORTALS": text}).access_portals
    assert found == {"https://a.example/body": address, "https://b.example/body": "https://b.example/{list}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/body", "a space and an address"),
        ("body https://portal.example/{list}", "an IRI"),
        ("https://a.example/body http://portal.example/{list}", "https://"),
        ("https://a.example/body https://{list}/", "https://"),
        ("https://a.example/body https://portal.example/", "{datasets} or {list}"),
        ("https://a.example/body https://portal.example/{what}", "nothing else in braces"),
        ("https://a.example/body https://portal.example/{list}}", "nothing else in braces"),
    ],
)
def test_a_portal_that_cannot_work_stops_the_start(text: str, expected: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(expected)):
        load({"CATALOGUE_ACCESS_PORTALS": text})
