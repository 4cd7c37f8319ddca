"""For each kind of each rule what breaks the promise, and what comes close and keeps it."""

from tests.rules.examples import (
    checked,
    conforms_to_specification,
    follows_lifecycle,
    guards_its_data,
    honours_its_parameters,
    keeps_its_errors,
    keeps_its_headers,
    keeps_its_shape,
    keeps_its_statuses,
    pages_to_the_end,
)
from tests.rules.examples.example import Example

EXAMPLES: tuple[Example, ...] = (
    *conforms_to_specification.examples(),
    *checked.examples(),
    *follows_lifecycle.examples(),
    *honours_its_parameters.examples(),
    *keeps_its_statuses.examples(),
    *keeps_its_headers.examples(),
    *keeps_its_shape.examples(),
    *keeps_its_errors.examples(),
    *guards_its_data.examples(),
    *pages_to_the_end.examples(),
)
