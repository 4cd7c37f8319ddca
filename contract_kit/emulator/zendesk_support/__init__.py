"""Zendesk's Support API, emulated: job statuses, and the bulk operations that start such jobs."""

from importlib.resources import files

from contract_kit.emulator import zendesk
from contract_kit.emulator.vendor import Vendor
from contract_kit.emulator.zendesk_support import bulk, job_list, jobs
from contract_kit.emulator.zendesk_support.access import identify
from contract_kit.emulator.zendesk_support.errors import refuse
from contract_kit.emulator.zendesk_support.prepared import prepare

__all__ = ["vendor"]

vendor = Vendor(
    api="zendesk-support",
    tables=files(__name__).joinpath("tables.sql").read_text("utf-8"),
    prepare=prepare,
    identify=identify,
    handlers={
        "listJobStatuses": job_list.list_job_statuses,
        "showManyJobStatuses": jobs.show_many_job_statuses,
        "showJobStatus": jobs.show_job_status,
        "createManyTickets": bulk.create_many("ticket"),
        "updateManyTickets": bulk.update_many("ticket"),
        "destroyManyTickets": bulk.destroy_many("ticket"),
        "deleteManyTicketsPermanently": bulk.destroy_many_permanently,
        "createManyOrganizations": bulk.create_many("organization"),
        "updateManyOrganizations": bulk.update_many("organization"),
        "destroyManyOrganizations": bulk.destroy_many("organization"),
        "createManyUsers": bulk.create_many("user"),
        "updateManyUsers": bulk.update_many("user"),
        "destroyManyUsers": bulk.destroy_many("user"),
    },
    refuse=refuse,
    a_minute=zendesk.A_MINUTE,
    headers=zendesk.headers,
    settle=jobs.FLOW.settle,
    login=zendesk.LOGIN,
)
