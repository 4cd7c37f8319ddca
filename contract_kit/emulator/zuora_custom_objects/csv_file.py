"""Reads the file of a job: its first line names fields, each further one is a record."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zuora_custom_objects.objects import Field, Fields, cell
from contract_kit.emulator.zuora_custom_objects.records import Values


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number, the first row being 1, and its cells."""

    number: int
    cells: Sequence[str]


def read(content: bytes) -> tuple[Sequence[str], list[Line]]:
    """The names in the first line, and the other lines; refused where this is no file of records.

    Empty lines count, and are no records.
    """
    try:
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines = [Line(number, cells) for number, cells in enumerate(rows, 1) if cells]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refusal(400, f"The file is no CSV in UTF-8: {error}", code="71013620") from None
    if len(lines) < 2:
        raise Refusal(400, "The file has no record", code="71013622")
    return lines[0].cells, lines[1:]


def columns_of(operation: str, names: Sequence[str], fields: Fields) -> list[tuple[str, Field]]:
    """The field of each column; refused where the first line of the file is unusable."""
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise Refusal(400, f"The field {repeated[0]} has several columns", code="71013720")
    allowed = {name: field for name, field in fields.items() if _is_column(operation, name, field)}
    for name in names:
        if name not in fields:
            raise Refusal(400, f"The object has no field {name!r}", code="71013721")
        if name not in allowed:
            raise Refusal(400, f"The field {name} is set by the server", code="71013730")
    for name, field in allowed.items():
        needed = name == "Id" if operation == "update" else field.required
        if needed and name not in names:
            raise Refusal(400, f"The field {name} has no column", code="71013722")
    return [(name, fields[name]) for name in names]


def values_of(columns: Sequence[tuple[str, Field]], cells: Sequence[str]) -> Values:
    """What a line sets, without its Id; refused where it does not fit the columns."""
    if len(cells) > len(columns):
        raise Refusal(400, "There are more values than fields.", code="71012521")
    if len(cells) < len(columns):
        raise Refusal(400, f"The field {columns[len(cells)][0]} is missing.", code="71012522")
    return {
        name: cell(name, field, text)
        for (name, field), text in zip(columns, cells, strict=True)
        if not field.by_server
    }


def _is_column(operation: str, name: str, field: Field) -> bool:
    return not field.by_server or (name == "Id" and operation == "update")
