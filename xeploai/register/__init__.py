"""The register: the tree of units, the settings, deadlines and decisions of the office."""
