"""Plays journeys through an API as its clients make them: create, wait, look, page, clean up.

The one door to Arazzo 1.0 (`specs/<api>.arazzo.yaml`), of which it reads what stories need, with
these extensions: `x-poll` follows a job to its end, `x-pages` walks a listing, `x-credentials` asks
as somebody else or as nobody (`none`), `x-use` says what a story is for (`record`, `drift`), and
`x-cleanup` marks a step that takes back what the story has done.
"""

from contract_kit.stories.asking import Line, login_of
from contract_kit.stories.owing import Owed, Owes, signed
from contract_kit.stories.playing import effect_of, play
from contract_kit.stories.reading import read_stories
from contract_kit.stories.story import Event, Played, Skipped, Step, Stopped, Story, Use

__all__ = [
    "Event",
    "Line",
    "Owed",
    "Owes",
    "Played",
    "Skipped",
    "Step",
    "Stopped",
    "Story",
    "Use",
    "effect_of",
    "login_of",
    "play",
    "read_stories",
    "signed",
    "uses",
]


def uses(story: Story) -> tuple[Use, ...]:
    """What a story is played for; both where it does not say."""
    return story.use
