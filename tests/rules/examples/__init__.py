"""For each kind of each rule what breaks the promise, and what comes close and keeps it."""

from tests.rules.examples import (
    checked,
    conforms_to_specification,
    honours_its_parameters,
)
from tests.rules.examples.example import Example

EXAMPLES: tuple[Example, ...] = (
    *conforms_to_specification.examples(),
    *checked.examples(),
    *honours_its_parameters.examples(),
)
