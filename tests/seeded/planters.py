"""Every planter there is, by the code of its rule."""

from tests.seeded import (  # noqa: F401 (each registers its planters)
    plant_between,
    plant_dates,
    plant_files,
    plant_levels,
    plant_reading,
    plant_rows,
    plant_sheets,
)
from tests.seeded.planting import CORRECTIONS, PLANTERS, Planter, plant_into, planted, refs

__all__ = ["CORRECTIONS", "PLANTERS", "Planter", "plant_into", "planted", "refs"]
