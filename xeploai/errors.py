"""Errors that only the person running the build can correct."""


class BuildError(Exception):
    """Stops the build with exit code 2.

    The message is one or more plain Vietnamese sentences: what is wrong and what to do.
    The published site stays as it was.
    """
