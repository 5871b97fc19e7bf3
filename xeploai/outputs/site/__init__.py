"""The static site: pages put together, and the generator that frames them."""
