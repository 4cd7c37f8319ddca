"""Plays a story out of its recording, without a network, and knows what it did not ask for."""

from collections.abc import Iterator

from contract_kit.commands.opening import REPLAYED
from contract_kit.configuration import Api
from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Cassette
from contract_kit.model.contract import Contract
from contract_kit.model.target import Target
from contract_kit.player import Player
from contract_kit.scrubbing import is_made
from contract_kit.stories import Event, Story, play
from contract_kit.targets import Replay, credentials_for


def replaying(
    api: Api, contract: Contract, story: Story, cassette: Cassette
) -> tuple[Player, Iterator[Event]]:
    """What answers, and what comes of the story as it asks; waiting between polls takes no time.

    The events raise `Miss` where the recording has no answer, `Mistake` where the project's inputs
    do not fit the story.
    """
    heading = cassette.heading
    base, seed = (heading.base_url, heading.seed) if heading else (contract.server, None)
    player = Player(rebased(cassette, base, REPLAYED).exchanges, is_made)
    inputs = {**api.settings.get("inputs", {}), "run": str(seed)}
    target = Target("cassettes", REPLAYED, credentials_for(api.name, REPLAYED, {}))
    return player, play(story, contract, target, Replay(player), inputs, wait=lambda _: None)
