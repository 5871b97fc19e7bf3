"""Feedback to the units: each faulty return in a new form, marked and explained."""
