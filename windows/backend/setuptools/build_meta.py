"""Build backend that hands out the PKG-INFO of the distribution and builds nothing."""

from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace


def prepare_metadata_for_build_wheel(
    metadata_directory: str,
    config_settings: object = None,  # noqa: ARG001 (the hook's signature)
) -> str:
    """Copy the metadata of the distribution in the current folder; see PEP 517."""
    content = Path("PKG-INFO").read_bytes()
    name = message_from_bytes(content)["Name"].replace("-", "_")
    folder = Path(metadata_directory, f"{name}.dist-info")
    folder.mkdir()
    (folder / "METADATA").write_bytes(content)
    return folder.name


__legacy__ = SimpleNamespace(prepare_metadata_for_build_wheel=prepare_metadata_for_build_wheel)
"""The backend's name for distributions without a pyproject.toml."""
