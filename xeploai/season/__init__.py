"""All that a build works out from the returns, and the frozen Season that holds it."""
