"""A small baseline, and one recording more."""

from contract_kit.formats.baseline_text import render
from contract_kit.model.baseline import Baseline, Past
from contract_kit.model.facts import AnswerFacts, Facts
from contract_kit.model.inference import guide, shape_of
from contract_kit.model.lifecycle import Mined
from contract_kit.model.shape import merged

AT = "2020-06-09T22:00:00Z"
FACTS = Facts({("showJob", "200"): AnswerFacts(shape_of({"a": 1}), shape_of({"id": "x"}))})
JOBS: tuple[object, ...] = (
    {"data": {"id": "4711", "job_status": "queued", "done": None, "a/b": [], "{[": -1}},
    {"data": {"id": "12", "job_status": "done", "done": "2020-06-09T22:00:00Z", "a/b": [[1.5]]}},
    {"data": {"4711": True, "12": False}},
    "no job",
)
JOB = AnswerFacts(
    shape_of({"content-type": "application/json", "x-é": 1}),
    merged(shape_of(job, guide(("/data/attributes",), ("/data/id",), ())) for job in JOBS),
)
SMALL = Baseline(
    "small",
    {
        "live": Past(
            frozenset({"0123456789abcdef", "fedcba9876543210"}),
            "2020-06-09T22:00:00Z",
            "2020-06-10T22:00:00Z",
            Facts(
                {("showJob", "200"): JOB, ("showJob", "404"): AnswerFacts(shape_of({}))},
                {("look", "poll", "showJob"): {"200": 4, "404": 1}},
                {("look", "walk", "listJobs"): shape_of({"pages": 3, "full": False})},
                {"showJob /job_status": Mined({"queued": 2}, {("queued", "done"): 1}, {"done": 2})},
            ),
        )
    },
)
SOURCE = render(SMALL)
