"""The releases side by side."""

from collections.abc import Callable

from catalogue.bootstrap import Services
from catalogue.domain.languages import pick
from catalogue.domain.record import Description
from catalogue.services.checking import Checker
from catalogue.services.conformance import Cell, Conformance
from tests.conftest import described
from tests.shapes.loaded import conforming

Make = Callable[..., Services]


def _description(level: str) -> Description:
    (found,) = described(conforming(level).serialize(format="turtle"))
    return found


def _cell(cells: tuple[Cell, ...], profile: str, level: str) -> Cell:
    (found,) = [cell for cell in cells if (cell.profile, cell.level) == (profile, level)]
    return found


def test_a_description_is_held_to_every_profile_and_to_each_level_that_differs(services: Services) -> None:
    cells = services.conformance.matrix(_description("NON_PUBLIC"))
    assert [(cell.profile, cell.level, cell.own, cell.conforms) for cell in cells] == [
        ("healthdcat-ap/8", "PUBLIC", False, False),
        ("healthdcat-ap/8", "RESTRICTED", False, False),
        ("healthdcat-ap/8", "NON_PUBLIC", True, True),
        ("dcat-ap/3.0.1", "NON_PUBLIC", True, True),
        ("health-data-hub/1", "NON_PUBLIC", True, False),
    ]
    assert pick(cells[3].title, ("fr",)) == "DCAT-AP 3.0.1"


def test_findings_are_counted_by_their_severity(services: Services) -> None:
    description = _description("PUBLIC")
    cells = services.conformance.matrix(description)
    for cell in cells:
        report = services.checker(cell.profile).check(description, "", cell.level)
        severities = [each.finding.severity.value for each in report.findings]
        assert cell.violations == severities.count("Violation")
        assert cell.warnings == severities.count("Warning")
    assert _cell(cells, "healthdcat-ap/8", "PUBLIC").violations == 0
    assert _cell(cells, "healthdcat-ap/8", "NON_PUBLIC").violations == 1
    assert _cell(cells, "health-data-hub/1", "NON_PUBLIC").violations > 5


def test_a_matrix_is_kept_by_content_and_only_so_many_are(services: Services) -> None:
    made = []

    def checkers() -> tuple[Checker, ...]:
        made.append(1)
        return (services.checker("dcat-ap/3.0.1"),)

    held = Conformance(checkers, remembered=1)
    first = _description("PUBLIC")
    assert held.matrix(first) is held.matrix(_description("PUBLIC"))
    assert len(made) == 1
    held.matrix(_description("RESTRICTED"))
    held.matrix(first)
    assert len(made) == 3


def test_the_profile_of_the_instance_comes_first(make_services: Make) -> None:
    cells = make_services(profile="dcat-ap/3.0.1").conformance.matrix(_description("PUBLIC"))
    assert cells[0].profile == "dcat-ap/3.0.1"
    assert len({cell.profile for cell in cells}) == 3
