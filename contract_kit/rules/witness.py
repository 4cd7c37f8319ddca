"""Makes one body of the shape of many, so that their schema can be asked what it says of them.

What it refuses was told of the single answers already; a rule that compares need not repeat it.
"""

from typing import Any

from contract_kit.model.content import is_json
from contract_kit.model.pointer import starred
from contract_kit.model.shape import ANY, Shape
from contract_kit.rules.comparing import Pair

_LONGEST = 99  # characters of a text that is made up


def refused(pair: Pair) -> frozenset[str]:
    """The pointers at which the bodies of now break the schema, and those of before did not."""
    contents = pair.promise.content.items() if pair.promise else ()
    schema = next((schema for kind, schema in contents if is_json(kind)), None)
    if schema is None:
        return frozenset()
    before, now = (
        {starred(breach.path) for breach in schema.breaches(witness(facts.body))}
        for facts in (pair.before, pair.now)
    )
    return frozenset(now - before)


def witness(shape: Shape) -> Any:
    """A value that has all that the values of a shape always had."""
    record = shape.record
    if record:
        members = record.members.items()
        return {name: witness(one) for name, one in members if name != ANY and one.n >= record.n}
    if shape.items:
        return [witness(shape.items.item)] if shape.items.item.n else []
    if shape.texts:
        made_up = "x" * min(int(shape.texts.lengths.low), _LONGEST)
        return next(iter(shape.texts.values or ()), made_up)
    if shape.numbers:
        return shape.numbers.span.low
    return bool(shape.trues) if shape.trues or shape.falses else None
