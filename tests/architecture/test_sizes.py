"""Functions fit in the eye, modules on a few screens, and what is passed on its way belongs together."""

import statistics

from tests.architecture import sizes

COMMANDS = "catalogue/commands/"  # click hands every option of a command over as a parameter of its own
EXCEPTIONS = 0.01  # of the functions, that may take more parameters than the guide says
MOST_PARAMETERS = 6


def test_functions_fit_in_the_eye() -> None:
    lengths = [function.lines for function in sizes.functions()]
    assert statistics.median(lengths) <= sizes.MEDIAN_LINES, sizes.report()
    assert sizes.percentile(lengths, 0.95) <= sizes.NEARLY_ALL_LINES, sizes.report()


def test_modules_stay_short() -> None:
    assert max(map(sizes.lines, sizes.modules())) <= sizes.MODULE_LINES, sizes.report()


def test_beyond_four_parameters_there_is_a_dataclass() -> None:
    functions = [each for each in sizes.functions() if not each.module.startswith(COMMANDS)]
    many = [each for each in functions if each.parameters > sizes.PARAMETERS]
    assert len(many) <= EXCEPTIONS * len(functions), sizes.report()
    assert max(each.parameters for each in functions) <= MOST_PARAMETERS, sizes.report()
