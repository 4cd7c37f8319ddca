"""A file becomes a contract, or one line that says what is wrong with it and where."""

import hashlib
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.model.errors import Mistake
from tests.openapi.small import OK, document, load

YAML = """\
openapi: 3.1.0
info: {title: Jobs of %s, version: 1.0}
servers: [{url: https://api.example.com/v1}]
paths:
  /jobs:
    get:
      operationId: listJobs
      responses:
        200:
          description: since 2020-01-01
          content:
            application/json:
              schema: {enum: [=, 2020-01-01, yes, 012]}
"""


def test_a_contract_holds_what_its_file_says(tmp_path: Path) -> None:
    path = tmp_path / "my.jobs.yaml"
    path.write_text(YAML)
    contract = openapi.load(path)
    assert contract.api == "my.jobs"
    assert contract.title == "Jobs of %s"
    assert contract.server == "https://api.example.com/v1"
    assert contract.digest == hashlib.sha256(YAML.encode()).hexdigest()[:16]
    assert list(contract.operations) == ["listJobs"]
    found = contract.find("GET", "/jobs")
    assert found is not None
    assert found.operation is contract.operations["listJobs"]


def test_the_api_may_be_named_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(YAML)
    assert openapi.load(path, "other").api == "other"


def test_statuses_without_quotes_and_odd_scalars_are_what_they_look_like(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(YAML)
    (promise,) = openapi.load(path).operations["listJobs"].answers.values()
    assert promise.status == "200"
    schema = promise.content["application/json"]
    for text in ("=", "2020-01-01", "yes", "012"):
        assert schema.valid(text)


def test_without_a_title_the_file_lends_its_name(tmp_path: Path) -> None:
    paths = {"/a": {"get": {"responses": OK}}}
    infos: tuple[object, ...] = ({}, None, [], {"version": "1"})
    for info in infos:
        assert load(tmp_path, document(paths, info=info)).title == "small"


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(YAML + "  /broken: [1,\n  /x: }\n")
    with pytest.raises(Mistake, match=r"^\S+jobs\.yaml:\d+: did not find") as told:
        openapi.load(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "an OpenAPI document is a mapping"),
        ("- a\n- b\n", "an OpenAPI document is a mapping"),
        ("just text", "an OpenAPI document is a mapping"),
        ('{"swagger": "2.0"}', "Swagger 2.0 is not read"),
        ("openapi: 3.1.0\n", "no operation is described under `paths`"),
        ('{"openapi": "3.1.0", "paths": ', "did not find expected node content"),
    ],
)
def test_what_is_no_openapi_document_is_told_in_one_line(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(Mistake) as told:
        load(tmp_path, text)
    assert str(told.value).startswith(str(tmp_path / "small.json"))
    assert reason in str(told.value)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"nowhere\.yaml: No such file or directory"):
        openapi.load(tmp_path / "nowhere.yaml")


def test_shared_parts_of_a_yaml_document_may_be_anchors(tmp_path: Path) -> None:
    path = tmp_path / "jobs.yaml"
    path.write_text(
        "openapi: 3.0.3\npaths:\n"
        "  /a: {get: &get {responses: {'200': {description: ok}}}}\n"
        "  /b: {get: {<<: *get, operationId: second}}\n"
    )
    assert list(openapi.load(path).operations) == ["get /a", "second"]
