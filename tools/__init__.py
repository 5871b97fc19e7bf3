"""Tools of the developers that are no measurement and no part of the package for Windows."""
