"""Which APIs a project has under contract, and what is said to a mistake in its configuration."""

from pathlib import Path

import pytest

from contract_kit.configuration import read_project, shipped_specs
from contract_kit.model.errors import Mistake

SHIPPED = "zendesk-sunshine"


def project(folder: Path, toml: str = "", *specs: str) -> Path:
    """A folder with a configuration and empty specifications of those names."""
    (folder / "specs").mkdir()
    for name in specs:
        (folder / "specs" / name).touch()
    (folder / "pyproject.toml").write_text(toml)
    return folder


def test_a_specification_in_the_folder_needs_no_configuration(tmp_path: Path) -> None:
    found = read_project(project(tmp_path, "", "shop.yaml", "bank.json"))
    assert found.own() == ("bank", "shop")
    assert found.api("shop").spec == tmp_path / "specs" / "shop.yaml"


def test_stories_and_acceptances_are_no_specifications(tmp_path: Path) -> None:
    root = project(tmp_path, "", "shop.yaml", "shop.arazzo.yaml", "shop.accepted.yaml", "notes.md")
    assert read_project(root).own() == ("shop",)


def test_the_apis_of_the_kit_are_there_in_every_project(tmp_path: Path) -> None:
    found = read_project(tmp_path)
    assert found.own() == ()
    assert found.api(SHIPPED).spec == shipped_specs() / f"{SHIPPED}.yaml"
    assert found.api(SHIPPED).spec.is_file()


def test_the_projects_own_specification_wins_over_the_shipped_one(tmp_path: Path) -> None:
    found = read_project(project(tmp_path, "", f"{SHIPPED}.yaml"))
    assert found.own() == (SHIPPED,)
    assert found.api(SHIPPED).spec == tmp_path / "specs" / f"{SHIPPED}.yaml"


def test_settings_of_a_shipped_api_keep_its_specification(tmp_path: Path) -> None:
    found = read_project(project(tmp_path, f"[tool.contract_kit.apis.{SHIPPED}]\nsandbox = true"))
    assert found.api(SHIPPED).settings == {"sandbox": True}
    assert found.api(SHIPPED).spec == shipped_specs() / f"{SHIPPED}.yaml"


def test_a_configured_name_replaces_that_of_the_file(tmp_path: Path) -> None:
    toml = '[tool.contract_kit.apis.shop]\nspec = "specs/shop-v2.yaml"'
    found = read_project(project(tmp_path, toml, "shop-v2.yaml"))
    assert found.own() == ("shop",)


def test_the_nearest_configuration_above_counts(tmp_path: Path) -> None:
    root = project(tmp_path, "[tool.contract_kit]\nseed = 7", "shop.yaml")
    (root / "tests" / "deep").mkdir(parents=True)
    (root / "tests" / "pyproject.toml").write_text("[tool.other]")
    found = read_project(root / "tests" / "deep")
    assert (found.root, found.settings) == (root, {"seed": 7})


def test_specifications_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.contract_kit]\nspecs = "api"')
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "shop.yml").touch()
    assert read_project(tmp_path).own() == ("shop",)


def test_a_path_names_an_api_too(tmp_path: Path) -> None:
    api = read_project(tmp_path).api("elsewhere/shop.yaml")
    assert (api.name, api.spec) == ("shop", Path("elsewhere/shop.yaml"))


def test_an_unknown_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"no API is called 'zendesk-sun'; did you mean 'zendesk-su"):
        read_project(tmp_path).api("zendesk-sun")
    with pytest.raises(Mistake, match=r"no API is called 'qqq'; known are .*zendesk-sunshine"):
        read_project(tmp_path).api("qqq")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[tool.contract_kit]\nsed = 1", r"no setting 'sed'; did you mean 'seed'\?"),
        ("[tool.contract_kit]\ncases = 'many'", "cases must be a whole number, it is 'many'"),
        ("[tool.contract_kit]\nseed = true", "seed must be a whole number, it is True"),
        ("[tool]\ncontract_kit = 1", r"\[tool.contract_kit\] must be a table"),
        ("[tool.contract_kit]\napis = []", r"apis must be a table, it is \[\]"),
        ("[tool.contract_kit.apis]\nshop = 1", r"apis.shop\] must be a table"),
        ("[tool.contract_kit.apis.shop]\nsandbox = true", r"apis.shop\] needs `spec`"),
        ("[tool.contract_kit.apis.shop]\nsand = 1", r"'sand'; did you mean 'sandbox'\?"),
        ("[tool.contract_kit.apis.shop]\nspec = 1", "spec must be text, it is 1"),
        ("seed = 1\nseed = 2\n", "pyproject.toml: Cannot overwrite a value"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_place(
    tmp_path: Path, toml: str, said: str
) -> None:
    with pytest.raises(Mistake, match=said) as told:
        read_project(project(tmp_path, toml))
    assert str(tmp_path / "pyproject.toml") in str(told.value)
