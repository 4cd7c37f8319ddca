"""All kinds of change: of the three vendors, and of the print shop that the kit has never seen."""

from benchmarks.drift.kinds import (
    data,
    errors,
    headers,
    links,
    members,
    pages,
    parameters,
    shop_answers,
    shop_shapes,
    states,
    traces,
    values,
)

_CATALOGUES = (
    members,
    values,
    states,
    traces,
    links,
    pages,
    headers,
    errors,
    parameters,
    data,
    shop_shapes,
    shop_answers,
)
KINDS = {kind.name: kind for catalogue in _CATALOGUES for kind in catalogue.KINDS}
