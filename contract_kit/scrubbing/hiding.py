"""Remembers secrets while one recording is made, so that the same one is always replaced alike."""

import re
from dataclasses import dataclass, field

from contract_kit.scrubbing.looks import is_word
from contract_kit.scrubbing.substitutes import Kind, is_made, make

_RUN = re.compile(r"[A-Za-z0-9]{4,}")


@dataclass(slots=True)
class Replacing:
    """Replaces secrets, numbered in the order of first sight. In memory only, and never shown."""

    substitutes: dict[str, str] = field(default_factory=dict, repr=False)
    _counts: dict[str, int] = field(default_factory=dict, repr=False)
    _anchors: dict[str, list[tuple[int, str]]] = field(default_factory=dict, repr=False)
    learnt: int = 0  # how many are secrets wherever they show

    def hide(self, secret: str, kind: Kind, *, everywhere: bool = False) -> str:
        """The substitute of a secret, a new one at first sight."""
        if is_made(secret):
            return secret
        known = self.substitutes.get(secret)
        if known is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            known = self.substitutes[secret] = make(kind, secret, number)
            if everywhere:
                self._learn(secret)
        return known

    def known(self, text: str) -> str:
        """A text without the secrets that stand in it as they are.

        They are found by their longest run of letters and digits, so that it costs the same
        however many are known.
        """
        if not self._anchors or self._anchors.keys().isdisjoint(_RUN.findall(text)):
            return text
        parts, done = [], 0
        for run in _RUN.finditer(text):
            for offset, secret in self._anchors.get(run[0], ()):
                start = run.start() - offset
                if start >= done and text.startswith(secret, start):
                    parts += [text[done:start], self.substitutes[secret]]
                    done = start + len(secret)
                    break
        return "".join((*parts, text[done:]))

    def _learn(self, secret: str) -> None:
        """Words and plain numbers may stand elsewhere and mean something else."""
        if len(secret) < 8 or secret.isdigit() or is_word(secret):
            return
        runs = list(_RUN.finditer(secret))
        if runs:
            longest = max(runs, key=lambda run: len(run[0]))
            self._anchors.setdefault(longest[0], []).append((longest.start(), secret))
            self.learnt += 1


@dataclass(slots=True)
class Clearing:
    """Notes what looks like a secret where the specification says that it is none."""

    cleared: set[str] = field(default_factory=set, repr=False)

    def hide(self, secret: str, kind: Kind, *, everywhere: bool = False) -> str:
        """The value itself."""
        del kind, everywhere
        self.cleared.add(secret)
        return secret

    def known(self, text: str) -> str:
        """The text itself."""
        return text


@dataclass(slots=True)
class Proving:
    """Notes of what kind the secrets are that are still there."""

    replacing: Replacing
    clearing: Clearing
    kinds: list[str] = field(default_factory=list)

    def hide(self, secret: str, kind: Kind, *, everywhere: bool = False) -> str:
        """Nothing in the place of a secret, so that each is seen once."""
        del everywhere
        if is_made(secret) or secret in self.clearing.cleared:
            return secret
        self.kinds.append(kind)
        return ""

    def known(self, text: str) -> str:
        """The text itself, and a note if it holds a secret that was replaced before."""
        new = self.replacing.known(text)
        if new != text:
            self.kinds.append("known")
        return new
