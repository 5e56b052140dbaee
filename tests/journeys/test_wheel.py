"""The wheel carries all that an instance needs, and works where there is no checkout."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sizes import ROOT
from tests.journeys.instance import Instance

# What is data and not Python: forgotten most easily, and missed only at run time.
CARRIED = [
    "catalogue/_resources/shapes/healthdcat-ap/8/",
    "catalogue/_resources/shapes/vocabularies/",
    "catalogue/_resources/themes/default/templates/",
    "catalogue/_resources/themes/default/static/",
    "catalogue/demonstration/",
    "catalogue/store/migrations/versions/",
    "catalogue/translations/fr",
    "catalogue/translations/terms/diseases.tsv",
    "harvesters/dcat.py",
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the tools that are installed already, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance in an environment of its own, outside the checkout; the libraries are borrowed from ours."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*command, wheel], check=True)
    ours = Path(pytest.__file__).parents[1]
    packages = next(environment.glob("lib/*/site-packages"))
    (packages / "borrowed.pth").write_text(f"{ours}\n")  # without the links to the checkout that ours holds
    instance = Instance(folder, {"CATALOGUE_VALIDATOR": "fast"}, environment / "bin" / "catalogue")
    yield instance
    if not instance.ended:
        instance.stop()


@pytest.mark.parametrize("start", CARRIED)
def test_the_wheel_carries(wheel: Path, start: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if name.startswith(start)]


def test_an_installed_catalogue_serves_the_demonstration(installed: Instance) -> None:
    assert "serve" in installed.command("--help").stdout
    assert f"CATALOGUE_DATA = {installed.folder / 'data'}" in installed.command("settings").stdout
    loaded = installed.command("demo", "load")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    installed.start()
    status, page = installed.get("/en/datasets")
    assert status == 200
    assert "<article" in page or "dataset/" in page
    assert installed.stop() == 0


def test_it_does_not_run_from_the_checkout(installed: Instance) -> None:
    python = installed.program.with_name("python")
    script = "import catalogue, harvesters; print(catalogue.__file__, harvesters.__file__)"
    told = subprocess.run(
        [python, "-c", script], cwd=installed.folder, capture_output=True, text=True, check=True
    )
    assert str(ROOT) not in told.stdout
