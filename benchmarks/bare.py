"""The peer: a bare Starlette on uvicorn that answers a constant JSON object, statelessly."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from contract_kit.emulator.server import serve


async def hello(request: Request) -> JSONResponse:
    """The same object every time."""
    return JSONResponse({"data": {"id": "8b72559ae838", "job_status": "completed"}})


if __name__ == "__main__":
    app = Starlette(routes=[Route("/api/sunshine/jobs/{job_id}", hello)])
    serve(app, 0, lambda url: print(url, flush=True))
