"""The day each unit finished each milestone, and its status there."""
