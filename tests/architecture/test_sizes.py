"""Functions fit in the eye. A guide with few exceptions, each named here with its reason."""

import statistics

from tests.architecture import sizes

# Click hands every option of a command over as a parameter of its own.
COMMANDS = "catalogue/commands/"
OPTIONS_OF_A_COMMAND = 8
MANY_PARAMETERS: dict[str, str] = {}
LONG_MODULES: dict[str, str] = {}


def test_functions_fit_in_the_eye() -> None:
    lengths = [function.lines for function in sizes.functions()]
    assert statistics.median(lengths) <= sizes.MEDIAN_LINES, sizes.report()
    assert sizes.percentile(lengths, 0.95) <= sizes.NEARLY_ALL_LINES, sizes.report()


def test_modules_stay_short() -> None:
    names = {path.relative_to(sizes.ROOT).as_posix(): sizes.lines(path) for path in sizes.modules()}
    long = {name for name, lines in names.items() if lines > sizes.MODULE_LINES}
    assert long == set(LONG_MODULES), sizes.report()


def test_beyond_four_parameters_there_is_a_dataclass() -> None:
    many = {
        f"{each.module}:{each.name}"
        for each in sizes.functions()
        if each.parameters > (OPTIONS_OF_A_COMMAND if each.module.startswith(COMMANDS) else sizes.PARAMETERS)
    }
    assert many == set(MANY_PARAMETERS), sizes.report()
