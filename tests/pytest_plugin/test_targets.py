"""The same tests run on recordings, on an emulator, on any server."""

import pytest

from tests.pytest_plugin.suite import SHOWS_A_BOOK, Suite

pytest_plugins = ["pytester"]
JOBS = """
import pytest, requests

pytestmark = pytest.mark.contract("zendesk-sunshine")
AUTH = ("admin@example.com/token", "secret")
BOOK = {"type": "book", "attributes": {"name": "Emma", "author": "Jane Austen",
        "book_available": True, "book_price": 12, "publisher": "Penguin"}}

def submit(url):
    body = {"type": "resources", "action": "post", "data": [BOOK]}
    return requests.post(f"{url}/api/sunshine/jobs", json=body, auth=AUTH, timeout=5)

def show(url, job):
    return requests.get(f"{url}/api/sunshine/jobs/{job}", auth=AUTH, timeout=5)
"""
EMULATOR = ("--contract-target", "emulator")


def test_the_emulator_is_started_once_and_reset_between_tests(suite: Suite) -> None:
    suite.write(
        "test_jobs.py",
        JOBS
        + """
SEEN = []

@pytest.mark.parametrize("turn", [1, 2])
def test_a_job(contract_url, turn):
    SEEN.append((contract_url, submit(contract_url).json()))
    assert SEEN[0] == SEEN[-1]
""",
    )
    suite.run(*EMULATOR).assert_outcomes(passed=2)


def test_time_passes_and_faults_strike_on_the_emulator_and_out_of_its_recording(
    suite: Suite,
) -> None:
    suite.write(
        "test_jobs.py",
        JOBS
        + """
def test_expiry(contract_url, clock):
    job = submit(contract_url).json()["data"]["id"]
    assert show(contract_url, job).status_code == 200
    clock.advance(hours=25)
    assert show(contract_url, job).status_code == 404

def test_refusal(contract_url, faults):
    faults.inject(operation="createJob", kind="status", status=429, retry_after=2)
    refused = submit(contract_url)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "2")
    assert submit(contract_url).status_code == 201

def test_nonsense(contract_url, faults):
    faults.inject(operation="showJob", kind="malformed")
    job = submit(contract_url).json()["data"]["id"]
    with pytest.raises(requests.JSONDecodeError):
        show(contract_url, job).json()

def test_cut(contract_url, faults):
    faults.inject(operation="createJob", kind="cut")
    with pytest.raises(requests.RequestException):
        submit(contract_url)

def test_state(contract_emulator):
    assert contract_emulator.ask("GET", "state")["seed"] == 1
""",
    )
    suite.run(*EMULATOR).assert_outcomes(passed=5)
    suite.run(*EMULATOR, "--contract-record", "once").assert_outcomes(passed=5)
    suite.run().assert_outcomes(passed=3, skipped=2)


def test_a_fault_excuses_only_what_it_struck(suite: Suite) -> None:
    suite.write(
        "test_jobs.py",
        JOBS
        + """
def test_nonsense(contract_url, faults):
    faults.inject(operation="showJob", kind="malformed", times=1)
    job = submit(contract_url).json()["data"]["id"]
    show(contract_url, job)
    contract_emulator = faults.control
    contract_emulator.ask("POST", "faults", {"operation": "showJob", "kind": "malformed"})
    show(contract_url, job)
""",
    )
    result = suite.run(*EMULATOR)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["error conforms_to_specification: zendesk-sunshine showJob 200"])


def test_a_wrong_fault_is_told_in_one_line(suite: Suite) -> None:
    suite.write(
        "test_jobs.py",
        JOBS + 'def test_it(faults):\n    faults.inject(operation="createJobs", kind="slow")\n',
    )
    result = suite.run(*EMULATOR)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["contract: *'createJobs'; did you mean 'createJob'?"])


def test_a_server_that_is_no_emulator_has_no_clock(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        'import pytest\n@pytest.mark.contract("bookshelf")\ndef test_it(clock):\n    pass\n',
    )
    result = suite.run("-rs", "--contract-target", suite.url)
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*has neither clock nor faults*"])


def test_an_api_without_an_emulator_says_so(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    result = suite.run(*EMULATOR)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["contract: there is no emulator of 'bookshelf'*"])


def test_the_target_may_be_configured_and_marked(suite: Suite) -> None:
    suite.write("pyproject.toml", '[tool.contract_kit]\ncontract_target = "emulator"\n')
    marked = SHOWS_A_BOOK.replace('"bookshelf"', f'"bookshelf", target="{suite.url}"')
    suite.write("test_shelf.py", marked)
    suite.write(
        "test_jobs.py", JOBS + "def test_it(contract_url):\n    assert submit(contract_url).ok\n"
    )
    suite.run().assert_outcomes(passed=2)


def test_live_is_where_the_environment_says(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRACT_KIT_BOOKSHELF_URL", suite.url)
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run("--contract-target", "live").assert_outcomes(passed=1)
    assert suite.asked == ["GET /v1/books/1"]
    suite.run("--contract-record", "once").assert_outcomes(passed=1)
    suite.asked.clear()
    suite.run().assert_outcomes(passed=1)
    assert suite.asked == []


def test_other_hosts_are_refused_unless_they_are_allowed(suite: Suite, broken: str) -> None:
    asks_another = f'    requests.get("{broken}/books/1", timeout=5)\n'
    suite.write("test_shelf.py", SHOWS_A_BOOK + asks_another)
    result = suite.run("--contract-target", suite.url)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["contract: * may be asked within *", "--contract-allowed-hosts and *"]
    )
    host = broken.removeprefix("http://").removesuffix("/v1")
    allowed = ("--contract-allowed-hosts", host)
    suite.run("--contract-target", suite.url, *allowed).assert_outcomes(passed=1)
    suite.write("pyproject.toml", f'[tool.contract_kit]\ncontract_allowed_hosts = ["{host}"]\n')
    suite.run("--contract-target", suite.url).assert_outcomes(passed=1)


def test_a_client_that_nobody_intercepts_is_kept_off_the_network_too(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import pytest, socket

@pytest.mark.contract("bookshelf")
def test_it():
    socket.create_connection(("192.0.2.1", 80), timeout=0.01)
""",
    )
    result = suite.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["contract: a connection to 192.0.2.1:80 was refused: *"])


@pytest.mark.parametrize("sandbox", [False, True])
def test_elsewhere_nothing_is_written_unless_it_is_a_sandbox(suite: Suite, sandbox: bool) -> None:
    table = "[tool.contract_kit.apis.zendesk-sunshine]\nsandbox = true\n" if sandbox else ""
    suite.write("pyproject.toml", f"[tool.contract_kit]\n{table}")
    suite.write(
        "test_jobs.py", JOBS + "def test_it(contract_url):\n    assert submit(contract_url).ok\n"
    )
    run = suite.run("--contract-target", "http://api.contract-kit.invalid")  # RFC 6761, 6.4
    run.assert_outcomes(failed=1)
    told = run.stdout.str()
    assert ("only reads are sent" in told) != sandbox
