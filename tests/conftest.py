"""How the tests run: laws are tried often enough to be worth it, without a stop-watch."""

from hypothesis import settings

# Two workers share two cores with browsers: a deadline would only measure the neighbours.
settings.register_profile("xeploai", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("xeploai")
