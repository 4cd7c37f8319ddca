"""Makes one exchange after the other fit to be stored, and proves it of the text to be written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from contract_kit.model.contract import Json, Operation
from contract_kit.model.exchange import Answer, Exchange, Headers, Request, header
from contract_kit.scrubbing.bodies import Bodies
from contract_kit.scrubbing.encodings import Unsafe, without_coding
from contract_kit.scrubbing.hiding import Clearing, Proving, Replacing
from contract_kit.scrubbing.marks import AnswerMarks, Mark, Marks, Node, read_marks
from contract_kit.scrubbing.substitutes import WITHHELD
from contract_kit.scrubbing.texts import Texts

_FULL = re.compile(r"[A-Za-z0-9+/]{76}")  # a line of base64 that goes on (RFC 2045, 6.8)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{1,76}={0,2}")
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """An exchange that may be stored, and the names of the parts that had to be left out.

    A part is `body`, a JSON pointer into the body or `header:Name` of the answer; those of the
    request have `request:` in front, and there is `request:url`.
    """

    exchange: Exchange
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret that is still there: where (`line 12`) and of what kind, never the secret itself."""

    place: str
    kind: str


class Scrubber:
    """Takes the secrets out of the exchanges of one recording, to be used by one thread at a time.

    The same secret is replaced alike in all of them. `document` is the specification that their
    operations were read from; without it, marks behind references of nested schemas are not seen.
    """

    def __init__(self, document: Json | None = None) -> None:
        self._document = document or {}
        self._replacing, self._clearing = Replacing(), Clearing()
        self._texts = Texts(self._replacing, self._clearing)
        self._bodies = Bodies(self._texts)
        self._marks: dict[str, Marks] = {}

    def scrub(self, exchange: Exchange, operation: Operation | None) -> Scrubbed:
        """The exchange without secrets, its bodies without content coding; never raises."""
        marks = self._marks_of(operation)
        learnt = self._replacing.learnt
        scrubbed = self._once(exchange, operation, marks)
        if self._replacing.learnt > learnt:  # it may have stood before the place that told it
            self._texts.forget()
            again = self._once(scrubbed.exchange, operation, marks)
            names = dict.fromkeys((*scrubbed.withheld, *again.withheld))
            scrubbed = Scrubbed(again.exchange, tuple(names))
        return scrubbed

    def prove(self, text: bytes) -> Iterator[Leak]:
        """What is still secret in a text that is about to be written, line by line."""
        lines = list(_lines(text.decode("utf-8", "replace")))
        start = 0
        while start < len(lines):
            stop, size = start, 0
            while stop < len(lines) and size < _CHUNK:
                size += len(lines[stop][1])
                stop += 1
            if self._kinds_in("".join(line for _, line in lines[start:stop])):
                found = False
                for number, line in lines[start:stop]:
                    for kind in dict.fromkeys(self._kinds_in(line.rstrip("\r\n"))):
                        found = True
                        yield Leak(f"line {number}", kind)
                if not found:  # what only several lines make, such as a key
                    yield Leak(f"lines {lines[start][0]} to {lines[stop - 1][0]}", "secret")
            start = stop

    def _kinds_in(self, text: str) -> list[str]:
        proving = Proving(self._replacing, self._clearing)
        try:
            Texts(proving, proving).text(text)
        except Unsafe:
            return [WITHHELD]
        return proving.kinds

    def _marks_of(self, operation: Operation | None) -> Marks:
        if operation is None:
            return Marks()
        if operation.id not in self._marks:
            self._marks[operation.id] = read_marks(operation, self._document)
        return self._marks[operation.id]

    def _once(self, exchange: Exchange, operation: Operation | None, marks: Marks) -> Scrubbed:
        request, asked = self._request(exchange.request, marks)
        promise = operation.answer(exchange.answer.status) if operation else None
        said = marks.answers.get(promise.status) if promise else None
        answer, answered = self._answer(exchange.answer, request.method, said)
        withheld = (*(f"request:{name}" for name in asked), *answered)
        return Scrubbed(Exchange(request, answer), withheld)

    def _request(self, request: Request, marks: Marks) -> tuple[Request, tuple[str, ...]]:
        withheld: list[str] = []
        try:
            queried = _marks_in(marks, "query")
            url = self._texts.url(request.url, queried, _arguments(request.url, marks))
        except Unsafe:
            url = WITHHELD
            withheld.append("url")
        headers, lost = self._headers(request.headers, _marks_in(marks, "header"))
        body, gone = self._body(request.headers, request.body, marks.body)
        headers = _with_length(headers, body)
        return replace(request, url=url, headers=headers, body=body), (*withheld, *lost, *gone)

    def _answer(
        self, answer: Answer, method: str, said: AnswerMarks | None
    ) -> tuple[Answer, tuple[str, ...]]:
        headers, lost = self._headers(answer.headers, said.headers if said else {})
        body, gone = self._body(answer.headers, answer.body, said.content if said else {})
        if method != "HEAD" and answer.status != 304:  # they tell of a body that was not sent
            headers = _with_length(headers, body)
        return replace(answer, headers=headers, body=body), (*lost, *gone)

    def _headers(
        self, headers: Headers, said: Mapping[str, Mark]
    ) -> tuple[Headers, tuple[str, ...]]:
        kept, withheld = [], []
        for name, value in headers:
            if name.lower() == "content-encoding":
                continue
            try:
                kept.append((name, self._texts.value(name, value, said.get(name.lower(), ""))))
            except Unsafe:
                kept.append((name, WITHHELD))
                withheld.append(f"header:{name}")
        return tuple(kept), tuple(withheld)

    def _body(
        self, headers: Headers, body: bytes, content: Mapping[str, Node]
    ) -> tuple[bytes, tuple[str, ...]]:
        try:
            plain = without_coding(body, header(headers, "content-encoding") or "")
            return self._bodies.scrub(header(headers, "content-type") or "", plain, content)
        except Unsafe:
            kind = (header(headers, "content-type") or "").lower()
            return f'"{WITHHELD}"'.encode() if "json" in kind else WITHHELD.encode(), ("body",)


def _marks_in(marks: Marks, location: str) -> dict[str, Mark]:
    return {name: mark for (place, name), mark in marks.parameters.items() if place == location}


def _arguments(url: str, marks: Marks) -> dict[str, Mark]:
    """The decoded arguments of the path of which something is said."""
    found = marks.path.search(url.partition("?")[0].partition("#")[0])
    if found is None:
        return {}
    texts = zip(found.groups(), marks.arguments, strict=True)
    return {unquote(text): mark for text, mark in texts if mark}


def _with_length(headers: Headers, body: bytes) -> Headers:
    return tuple(
        (name, str(len(body)) if name.lower() == "content-length" else value)
        for name, value in headers
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; those of one base64 block as one, since it is one value."""
    begun, block = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if block and _BASE64.fullmatch(line.strip()):
            block = block.rstrip() + line.lstrip()
        else:
            if block:
                yield begun, block
            begun, block = number, line
        if not _FULL.fullmatch(line.strip()):
            yield begun, block
            block = ""
    if block:
        yield begun, block
