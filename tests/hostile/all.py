"""All kinds of hostile workbook."""

from tests.hostile.archives import FOREIGN, ZIPS
from tests.hostile.figures import FIGURES
from tests.hostile.sheets import LIES, XML
from tests.hostile.spellings import SPELLINGS

CASES = (*FOREIGN, *ZIPS, *LIES, *XML, *SPELLINGS, *FIGURES)
