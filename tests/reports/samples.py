"""Two small runs: one with everything that a report can hold, one with nothing."""

from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.report import Look, NotLooked, Report

API = "zendesk-sunshine"

WRONG_TYPE = Finding(
    rule="conforms_to_specification",
    kind="media-type",
    api=API,
    operation="showJob",
    status="404",
    pointer="header:Content-Type",
    expected="application/json",
    actual="text/html",
    message="content type text/html is not documented, documented are application/json",
    severity="error",
    verdict="emulator",
    evidence=Evidence(
        setup="contract-kit emulate zendesk-sunshine --seed 1 --limits off",
        curl="curl -i -u admin@example.com/token:secret "
        "'http://127.0.0.1:8080/api/sunshine/jobs/8b72559ae838-c9a0-11e7-abc4-cec278b6b50a6e6'",
    ),
)
UNFILTERED = Finding(
    rule="honours_its_parameters",
    kind="filter",
    api=API,
    operation="listJobs",
    status="200",
    pointer="/data/*/job_status",
    expected="queued",
    actual="failed",
    message="`status` is \x1b[31mnot\x1b[0m honoured | <b>\nfor @everybody",
    severity="warning",
    evidence=Evidence(cassette="cassettes/zendesk-sunshine/jobs.yaml", exchange=3),
)
GONE = Finding(
    rule="follows_lifecycle",
    kind="not-there",
    api="other",
    operation="",
    status="",
    pointer="",
    expected="",
    actual="",
    message="half of a pair \ud83d, and \ufffe",
    severity="info",
)

FULL = Report(
    verb="check",
    target="emulator",
    started="2026-11-23T09:00:00Z",
    findings=(GONE, UNFILTERED, WRONG_TYPE),
    looks=(
        Look(API, "listJobs", {"2xx": 1030, "4xx": 12}),
        Look(API, "showJob", {"2xx": 3, "4xx": 40}),
        Look(API, "listObjectTypes", {"2xx": 7}),
    ),
    not_looked=(
        NotLooked(API, "createJob", "writes", "--allow-writes was not given"),
        NotLooked(API, "deleteObjectType", "writes", "--allow-writes was not given"),
        NotLooked(API, "showJob", "no-data", "no job has failed"),
    ),
    requests=1092,
    seconds=12.34,
)
EMPTY = Report(verb="check", target="emulator", started="2026-11-23T09:00:00Z")
