"""Every shipped specification keeps every law."""

import pytest

from contract_kit import openapi
from tests.specs.laws import LAWS, SPECS, Law


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in SPECS.glob("*.yaml") if "." not in path.stem)
)
@pytest.mark.parametrize("law", LAWS)
def test_a_law_is_kept(name: str, law: Law) -> None:
    assert list(law(openapi.load(SPECS / f"{name}.yaml"))) == []
