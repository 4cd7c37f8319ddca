"""What all tests need of the process that they run in."""

import signal


def pytest_configure() -> None:
    """Processes that tests start hear Ctrl-C, also where a shell runs the tests in the background.

    Such a shell has SIGINT ignored, which is inherited; a signal that is handled is not.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
