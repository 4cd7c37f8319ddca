"""Where the three vendors show their jobs, types and records."""

from benchmarks.drift.kind import Resource

SUNSHINE, SUPPORT, ZUORA = "zendesk-sunshine", "zendesk-support", "zuora-custom-objects"

SUNSHINE_JOB = Resource(SUNSHINE, {"createJob": "/data", "showJob": "/data", "listJobs": "/data/*"})
TYPE = Resource(
    SUNSHINE,
    {
        "createObjectType": "/data",
        "showObjectType": "/data",
        "updateObjectType": "/data",
        "listObjectTypes": "/data/*",
    },
)
RECORD = Resource(SUNSHINE, {"searchRecords": "/data/*"})

STARTERS = (
    "createManyTickets updateManyTickets destroyManyTickets deleteManyTicketsPermanently"
    " createManyOrganizations updateManyOrganizations destroyManyOrganizations"
    " createManyUsers updateManyUsers destroyManyUsers"
)
SUPPORT_JOB = Resource(
    SUPPORT,
    {
        **dict.fromkeys(STARTERS.split(), "/job_status"),
        "showJobStatus": "/job_status",
        "listJobStatuses": "/job_statuses/*",
        "showManyJobStatuses": "/job_statuses/*",
    },
)

ZUORA_JOB = Resource(
    ZUORA,
    {
        "submitBulkJob": "",
        "showBulkJob": "",
        "cancelBulkJob": "",
        "uploadBulkJobFile": "",
        "listBulkJobs": "/jobs/*",
    },
)
ROW_ERROR = Resource(ZUORA, {"listBulkJobErrors": "/errors/*"})
