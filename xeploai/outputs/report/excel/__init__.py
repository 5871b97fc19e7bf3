"""The tables for Excel: live sums, their values, and charts that can be edited."""
