"""Says where in a file a mistake is: the line of a workflow or step, or of the wrong text in it."""

import re
from dataclasses import dataclass

_KEY = r"""(?:^|[\s{{,-])["']?{key}["']?\s*:\s*["']?{value}["']?\s*(?:[,}}#\r\n]|$)"""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document; `line` counts from 1, 0 where it was not found."""

    lines: tuple[str, ...]
    line: int = 0

    def at(self, key: str, value: str) -> "Place":
        """The next part that says this of itself, such as a workflow its id; else the same."""
        pattern = re.compile(_KEY.format(key=key, value=re.escape(value)))
        for number, text in enumerate(self.lines[self.line :], self.line + 1):
            if pattern.search(text):
                return Place(self.lines, number)
        return self

    def of(self, *telling: str) -> int:
        """The first line of this part that holds one of the texts; else that of the part."""
        if not self.line:
            return 0
        for number, text in enumerate(self.lines[self.line - 1 :], self.line):
            if number > self.line and re.search(r"""["']?(stepId|workflowId)["']?\s*:""", text):
                break
            if any(one in text for one in telling if one):
                return number
        return self.line
