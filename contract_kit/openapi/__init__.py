"""Reads an OpenAPI document, checks it, and compiles it into a `Contract` that can be asked.

file ─ documents ─▶ data ─ dialect ─▶ 3.1 ─ extensions ─▶ checked ─ operations ─▶ Contract
"""

from hashlib import sha256
from pathlib import Path

from contract_kit import documents
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.openapi.dialect import as_3_1
from contract_kit.openapi.extensions import check_extensions
from contract_kit.openapi.operations import read_operations, server_url
from contract_kit.openapi.paths import lookup

__all__ = ["load"]


def load(path: Path, api: str | None = None) -> Contract:
    """The contract of an OpenAPI 3.0 or 3.1 document in YAML or JSON.

    `api` is its name in findings, by default the file's name without suffix. Raises `Mistake` with
    file and place where the document cannot be used.
    """
    data, source = documents.read(path)
    document = as_3_1(data, str(path))
    try:
        check_extensions(document)
        operations = read_operations(document)
        server = server_url(document)
    except Mistake as mistake:
        raise Mistake(f"{path}: {mistake}") from None
    find, methods = lookup(operations.values())
    info = document.get("info")
    title = str(info.get("title", path.stem)) if isinstance(info, dict) else path.stem
    digest = sha256(source).hexdigest()[:16]
    return Contract(
        api=api or path.name.removesuffix(path.suffix),
        title=title,
        document=document,
        digest=digest,
        server=server,
        operations=operations,
        find=find,
        methods=methods,
    )
