"""Tests under contract are played, recorded when asked, and judged."""

import pytest

from tests.pytest_plugin.suite import SHOWS_A_BOOK, Suite

pytest_plugins = ["pytester"]


def test_what_was_recorded_is_played_without_the_server(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.record().assert_outcomes(passed=1)
    assert list(suite.recorded) == ["test_shelf/test_a_book"]
    suite.asked.clear()
    suite.run().assert_outcomes(passed=1)
    assert suite.asked == []


def test_without_a_recording_a_test_fails_with_the_command_that_makes_one(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*there is no such recording",
            "record it: pytest test_shelf.py::test_a_book --contract-record once",
            "asked at test_shelf.py:6, in test_a_book",
        ]
    )
    assert not suite.recorded


def test_a_client_that_swallows_the_refusal_does_not_turn_the_test_green(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import pytest, requests

@pytest.mark.contract("bookshelf")
def test_a_book(contract_url):
    try:
        requests.get(f"{contract_url}/books/1", timeout=5)
    except Exception:
        pass
""",
    )
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["record it: pytest test_shelf.py::test_a_book *"])


def test_a_broken_promise_fails_the_test_itself_and_shows_how_to_accept_it(
    suite: Suite, broken: str
) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    result = suite.run("--contract-target", broken)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "the contract of bookshelf is broken: a promise",
            "error conforms_to_specification: bookshelf showBook 200",
            "  pointer     /subtitle",
            "  kind        missing",
            "  > GET *",
            "  < 200",
            '  < {"id": 1, "title": "Emma", "genre": "novel"}',
            f"    curl -i {broken}/books/1",
            "  accept it:    contract-kit accept * --until 20* --why *",
        ]
    )


def test_a_recording_that_breaks_the_contract_fails_too_and_is_named(
    suite: Suite, broken: str
) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run("--contract-target", broken, "--contract-record", "once")
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["  cassette    *test_a_book.yaml exchange 1"])


def test_a_test_that_fails_by_itself_shows_the_findings_beside_that(
    suite: Suite, broken: str
) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK.replace("Emma", "Odes"))
    result = suite.run("--contract-target", broken)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*AssertionError*", "*Captured contract call*", "error conforms_to_specification: *"]
    )


def test_a_broken_promise_may_be_expected(suite: Suite, broken: str) -> None:
    source = SHOWS_A_BOOK.replace("@pytest", "@pytest.mark.xfail(strict=True)\n@pytest", 1)
    suite.write("test_shelf.py", source)
    suite.run("--contract-target", broken).assert_outcomes(xfailed=1)


def test_what_is_accepted_fails_nothing_and_is_counted(suite: Suite, broken: str) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write(
        "specs/bookshelf.accepted.yaml",
        "- {fingerprint: a961568e406a, rule: conforms_to_specification, operation: showBook, "
        "pointer: /subtitle, kind: missing, until: 2999-01-01, why: known}\n",
    )
    result = suite.run("--contract-target", broken)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["accepted: 1"])


def test_the_request_is_judged_as_well_and_a_warning_fails_nothing(suite: Suite) -> None:
    specification = (suite.pytester.path / "specs" / "bookshelf.yaml").read_text("utf-8")
    narrower = specification.replace("enum: [novel, poetry]}", "enum: [poetry]}", 1)
    suite.write("specs/bookshelf.yaml", narrower)
    suite.write(
        "test_shelf.py",
        SHOWS_A_BOOK.replace("books/1", "books?genre=novel").replace(
            '["title"] == "Emma"', '["books"]'
        ),
    )
    result = suite.run("--contract-target", suite.url)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["warning: conforms_to_specification × 1", "  listBooks 200 query:genre: *"]
    )


def test_a_client_learns_what_of_its_refused_request_was_wrong(suite: Suite) -> None:
    asks = SHOWS_A_BOOK.replace("books/1", "books?genre=crime")
    suite.write("test_shelf.py", asks.replace('["title"] == "Emma"', '["error"]'))
    result = suite.run("--contract-target", suite.url)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "info: conforms_to_specification × 1",
            "  listBooks 400 query:genre: the request was refused with 400: *crime*",
        ]
    )


@pytest.mark.parametrize(
    "source",
    [
        """
import pytest, requests
pytestmark = pytest.mark.contract("bookshelf")
def test_a_book(contract_url):
    requests.get(f"{contract_url}/books/1", timeout=5)
""",
        """
import pytest, requests
@pytest.mark.contract("bookshelf")
class TestShelf:
    def test_a_book(self, contract_url):
        requests.get(f"{contract_url}/books/1", timeout=5)
""",
        """
import pytest, requests, unittest
@pytest.mark.contract("bookshelf")
class TestShelf(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _url(self, contract_url):
        self.url = contract_url
    def test_a_book(self):
        requests.get(f"{self.url}/books/1", timeout=5)
""",
    ],
    ids=["module", "class", "unittest"],
)
def test_a_module_or_a_class_is_marked_as_well(suite: Suite, broken: str, source: str) -> None:
    suite.write("test_shelf.py", source)
    suite.record().assert_outcomes(passed=1)
    suite.run().assert_outcomes(passed=1)
    suite.run("--contract-target", broken).assert_outcomes(failed=1)


def test_a_folder_is_under_contract_by_configuration(suite: Suite) -> None:
    suite.write("pyproject.toml", '[tool.contract_kit.contract_tests]\n"shop" = "bookshelf"\n')
    unmarked = SHOWS_A_BOOK.replace('@pytest.mark.contract("bookshelf")\n', "")
    suite.write("shop/test_shelf.py", unmarked)
    suite.write(
        "test_other.py", "def test_other(contract_tape):\n    assert contract_tape is None\n"
    )
    suite.record().assert_outcomes(passed=2)
    assert list(suite.recorded) == ["shop/test_shelf/test_a_book"]
    suite.run("-m", "contract").assert_outcomes(passed=1, deselected=1)


def test_an_unknown_api_is_told_in_one_line_with_the_nearest_name(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK.replace('"bookshelf"', '"bookself"'))
    result = suite.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["contract: no API is called 'bookself'; did you mean 'bookshelf'?*"]
    )


def test_an_api_may_be_named_by_its_specification(suite: Suite, broken: str) -> None:
    suite.write("api/shelf.yaml", (suite.pytester.path / "specs/bookshelf.yaml").read_text("utf-8"))
    suite.write("test_shelf.py", SHOWS_A_BOOK.replace('"bookshelf"', '"api/shelf.yaml"'))
    suite.run("--contract-target", suite.url).assert_outcomes(passed=1)
    result = suite.run("--contract-target", broken)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["error conforms_to_specification: shelf showBook 200"])


def test_a_broken_recording_is_told_with_its_file_and_line(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write("cassettes/bookshelf/tests/test_shelf/test_a_book.yaml", "contract_kit: {\n")
    result = suite.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["contract: *test_a_book.yaml:2: *"])


def test_a_broken_specification_is_told_with_its_file(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write("specs/bookshelf.yaml", "openapi: 3.1.0\n")
    result = suite.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["contract: *bookshelf.yaml*"])


def test_a_fixture_of_the_plugin_in_a_test_without_marker_says_what_it_needs(suite: Suite) -> None:
    suite.write("test_shelf.py", "def test_it(contract_url):\n    pass\n")
    result = suite.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['this fixture is for tests marked @pytest.mark.contract("API")'])


def test_what_is_not_under_contract_is_left_alone(suite: Suite) -> None:
    suite.write(
        "test_plain.py",
        f"""
import requests

def test_it():
    assert requests.get("{suite.url}/books/1", timeout=5).ok
""",
    )
    result = suite.run()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*= contract =*")


def test_the_plugin_can_be_turned_off(suite: Suite) -> None:
    suite.write("test_plain.py", "def test_it():\n    pass\n")
    suite.run("-p", "no:contract").assert_outcomes(passed=1)
