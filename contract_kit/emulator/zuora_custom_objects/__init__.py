"""Zuora's custom object bulk jobs, emulated: jobs, their files and the records that they change."""

from importlib.resources import files

from contract_kit.emulator.vendor import Vendor
from contract_kit.emulator.zuora_custom_objects import access, jobs
from contract_kit.emulator.zuora_custom_objects.errors import refuse
from contract_kit.emulator.zuora_custom_objects.prepared import prepare

__all__ = ["vendor"]

vendor = Vendor(
    api="zuora-custom-objects",
    tables=files(__name__).joinpath("tables.sql").read_text("utf-8"),
    prepare=prepare,
    identify=access.identify,
    handlers={
        "submitBulkJob": access.within_reach(jobs.submit_job),
        "listBulkJobs": access.within_reach(jobs.list_jobs),
        "showBulkJob": access.within_reach(jobs.show_job),
        "cancelBulkJob": access.within_reach(jobs.cancel_job),
        "listBulkJobErrors": access.within_reach(jobs.list_errors),
        "uploadBulkJobFile": access.within_reach(jobs.upload_file),
        "createToken": access.create_token,
    },
    refuse=refuse,
    a_minute=access.A_MINUTE,
    headers=access.headers,
    settle=jobs.FLOW.settle,
    login=access.LOGIN,
    gzip_over=1000,
)
