"""The folder of the project, whose files tests read as its users do."""

from pathlib import Path

PROJECT = Path(__file__).parents[1]
