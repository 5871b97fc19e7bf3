"""OpenDocument spreadsheets written part by part, as LibreOffice writes them."""

from collections.abc import Mapping

from tests.xlsx import HEAD, packed

SPACE = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{SPACE}:office:1.0" xmlns:table="{SPACE}:table:1.0" '
    f'xmlns:text="{SPACE}:text:1.0" xmlns:style="{SPACE}:style:1.0" '
    f'xmlns:fo="{SPACE}:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:calcext='
    '"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
STYLES = (
    '<style:style style:name="raised" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
    '<style:style style:name="lowered" style:family="text"><style:text-properties '
    'style:text-position="-25% 58%"/></style:style>'
    '<style:style style:name="struck" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="away" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="flat" style:family="table-row">'
    '<style:table-row-properties style:row-height="0.002in"/></style:style>'
    '<style:style style:name="narrow" style:family="table-column">'
    '<style:table-column-properties style:column-width="0cm"/></style:style>'
    '<style:style style:name="crossed" style:family="table-cell">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="white" style:family="table-cell">'
    '<style:text-properties fo:color="#FFFFFF"/></style:style>'
    '<style:style style:name="heading" style:family="table-cell"><style:text-properties '
    'fo:color="#ffffff"/><style:table-cell-properties fo:background-color="#9b1c1c"/></style:style>'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def number(value: object, more: str = "") -> str:
    """A cell with a number."""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def text(value: str, more: str = "") -> str:
    """A cell with a text, given with its marks."""
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def row(*cells: str, more: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "S", more: str = "") -> str:
    """A sheet of rows, and of columns where there are any."""
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def content(*tables: str, before: str = "") -> str:
    """The part that holds all sheets."""
    return (
        f"{HEAD}{before}<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def document(*tables: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A file with these sheets; more are parts that replace or join the usual ones."""
    return packed({"mimetype": MIME, "content.xml": content(*tables), **(more or {})})
