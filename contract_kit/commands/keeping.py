"""Makes what a story showed fit to be kept, under a heading that says where it was made."""

from contract_kit import __version__
from contract_kit.commands.past import moment_of, origin_of
from contract_kit.commands.running import Run
from contract_kit.model.cassette import Cassette, Heading
from contract_kit.model.sighting import Journey
from contract_kit.recorder import Keeper


def keeper_of(run: Run, name: str, seed: int) -> Keeper:
    """A keeper for one story."""
    heading = Heading(
        api=run.contract.api,
        made_by="story",
        name=name,
        origin=origin_of(run),
        recorded_at=moment_of(run),
        spec=run.contract.digest,
        kit=__version__,
        base_url=run.contract.server,
        seed=seed,
    )
    return Keeper(run.contract, heading, run.target.url)


def kept(run: Run, journey: Journey, seed: int) -> Cassette:
    """What may be written of a whole story."""
    keeper = keeper_of(run, journey.name, seed)
    exchanges = [keeper.keep(one.exchange, one.operation, one.step) for one in journey.sightings]
    return Cassette(keeper.heading, tuple(exchanges))
