"""Somebody's project, which the tests of the plugin run in a copy: it is not part of this suite."""

collect_ignore = ["project"]
