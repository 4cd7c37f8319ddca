"""Zendesk's legacy custom objects API, emulated: jobs, object types and search, with real state."""

from importlib.resources import files

from contract_kit.emulator import zendesk
from contract_kit.emulator.vendor import Vendor
from contract_kit.emulator.zendesk_sunshine import jobs, object_types, search
from contract_kit.emulator.zendesk_sunshine.access import identify
from contract_kit.emulator.zendesk_sunshine.errors import refuse
from contract_kit.emulator.zendesk_sunshine.prepared import prepare

__all__ = ["vendor"]

vendor = Vendor(
    api="zendesk-sunshine",
    tables=files(__name__).joinpath("tables.sql").read_text("utf-8"),
    prepare=prepare,
    identify=identify,
    handlers={
        "listJobs": jobs.list_jobs,
        "showJob": jobs.show_job,
        "createJob": jobs.create_job,
        "listObjectTypes": object_types.list_object_types,
        "showObjectType": object_types.show_object_type,
        "createObjectType": object_types.create_object_type,
        "updateObjectType": object_types.update_object_type,
        "deleteObjectType": object_types.delete_object_type,
        "reportObjectTypes": object_types.report_object_types,
        "searchRecords": search.search_records,
    },
    refuse=refuse,
    a_minute=zendesk.A_MINUTE,
    headers=zendesk.headers,
    settle=jobs.FLOW.settle,
    login=zendesk.LOGIN,
    unreadable=frozenset(("createJob",)),
)
