"""The commands `organisation`, `user` and `key`, as an operator types them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue.bootstrap import Services
from catalogue.cli import catalogue
from catalogue.domain.people import OPERATOR
from catalogue.settings import Settings
from tests.services.signed_in import PASSWORD

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("CATALOGUE_DATA", str(tmp_path))

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(catalogue, arguments, input=typed)

    return run


@pytest.fixture
def instance(tmp_path: Path, command: Command) -> Services:
    command("organisation", "add", "north", "--name", "Hôpital du Nord")
    return Services(Settings.model_validate({"data": tmp_path}))


def test_organisations_are_added_listed_and_renamed(command: Command) -> None:
    assert command("organisation", "add", "north", "--name", "Nord").output == "added north: Nord\n"
    assert command("organisation", "rename", "north", "Hôpital du Nord").exit_code == 0
    assert command("organisation", "list").output == "north\tHôpital du Nord\n"


def test_the_first_administrator_has_the_password_that_is_typed(command: Command, instance: Services) -> None:
    added = command("user", "add", "Ada@example.org", "--admin", typed=f"{PASSWORD}\n")
    assert (added.exit_code, added.output) == (0, "added ada@example.org\n")
    ada = instance.passwords.verify("ada@example.org", PASSWORD)
    assert ada.administrator


@pytest.mark.parametrize("typed", ["", "\n", "short\n", "password12345\n"])
def test_without_a_good_password_nobody_is_added(command: Command, instance: Services, typed: str) -> None:
    assert command("user", "add", "ada@example.org", "--admin", typed=typed).exit_code != 0
    assert instance.accounts.people(OPERATOR) == []


def test_a_member_gets_a_role_and_others_later(command: Command, instance: Services) -> None:
    command("user", "add", "bo@example.org", "--organisation", "north", "--role", "editor", "--no-password")
    assert command("user", "list").output == "bo@example.org\t\tnorth:editor\tactive\n"
    command("user", "role", "bo@example.org", "north", "reviewer", "editor")
    command("user", "role", "bo@example.org", "--admin")
    assert "administrator, north:editor, north:reviewer" in command("user", "list").output
    command("user", "role", "bo@example.org", "north")
    assert instance.accounts.members(OPERATOR, "north") == []


def test_a_link_is_printed_alone_and_sets_the_password(command: Command, instance: Services) -> None:
    command("user", "add", "bo@example.org", "--organisation", "north", "--no-password")
    link = command("user", "password", "bo@example.org").output.strip()
    assert link.startswith("http://127.0.0.1:8000/en/password/")
    assert instance.passwords.redeem(link.rpartition("/")[2], PASSWORD).email == "bo@example.org"


def test_who_is_deactivated_cannot_sign_in_until_that_is_undone(command: Command, instance: Services) -> None:
    for name in ("ada", "bo"):
        command("user", "add", f"{name}@example.org", "--admin", typed=f"{PASSWORD}\n")
    assert command("user", "deactivate", "bo@example.org").exit_code == 0
    assert command("user", "deactivate", "ada@example.org").exit_code != 0
    assert "deactivated" in command("user", "list").output
    command("user", "deactivate", "bo@example.org", "--undo")
    assert instance.passwords.verify("bo@example.org", PASSWORD)


def test_a_key_that_publishes_without_review_is_told_so(command: Command, instance: Services) -> None:
    told = [
        command("key", "create", "x", "--organisation", "north", "--role", role).output
        for role in ("provider", "editor")
    ]
    assert ["without review" in each for each in told] == [True, False]


def test_the_last_line_of_a_new_key_is_the_key_alone(command: Command, instance: Services) -> None:
    made = command(
        "key", "create", "Nightly", "--organisation", "north", "--role", "provider", "--expires", "30"
    )
    secret = made.output.splitlines()[-1]
    assert instance.keys.actor(secret).name == "Nightly"
    assert secret[:10] in command("key", "list").output
    assert command("key", "revoke", secret[:10]).exit_code == 0
    assert "revoked" in command("key", "list").output
    assert command("key", "revoke", "hc_none").exit_code != 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "nobody", "--admin"),
        ("user", "add", "a@example.org", "--role", "editor"),
        ("user", "add", "a@example.org", "--organisation", "none"),
        ("user", "role", "a@example.org"),
        ("user", "password", "a@example.org"),
        ("key", "create", "x", "--organisation", "none", "--role", "provider"),
        ("key", "create", "x", "--organisation", "north", "--role", "administrator"),
        ("organisation", "add", "north", "--name", "Again"),
        ("organisation", "add", "No Way", "--name", "x"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    command: Command, instance: Services, arguments: tuple[str, ...]
) -> None:
    assert command(*arguments, typed=f"{PASSWORD}\n").exit_code != 0
    assert instance.accounts.people(OPERATOR) == []
