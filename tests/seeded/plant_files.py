"""Whole files that are no workbook, or none of ours."""

from tests import xlsx
from tests.seeded.planting import Planted, planter
from tests.seeded.sendings import Place
from tests.seeded.site import Site
from xeploai.reading.xlsx.refusals import MAX_FILE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = xlsx.worksheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def _instead(site: Site, data: bytes | None) -> Planted:
    """The unit's file holds something else."""
    site.sending.spoil = lambda _: data
    yield Place(site.sending)


@planter()
def empty_file(site: Site) -> Planted:
    yield from _instead(site, b"")


@planter()
def too_large(site: Site) -> Planted:
    yield from _instead(site, b"PK" + bytes(MAX_FILE + 2**20))


@planter()
def old_format(site: Site) -> Planted:
    yield from _instead(site, OLE + site.rng.randbytes(600))


@planter()
def encrypted(site: Site) -> Planted:
    yield from _instead(site, OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99))


@planter()
def not_a_workbook(site: Site) -> Planted:
    others = (b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"{\\rtf1", "Kính gửi".encode())
    yield from _instead(site, site.rng.choice(others))


@planter()
def other_table(site: Site) -> Planted:
    others = (b"<html></html>", b"<?xml version='1.0'?><Workbook/>", "STT;Tên\n1;Hai".encode())
    yield from _instead(site, site.rng.choice(others))


@planter()
def packed(site: Site) -> Planted:
    sent = site.rng.choice((b"Rar!\x1a\x07", xlsx.packed({"xã Một.xlsx": b"PK"})))
    yield from _instead(site, sent)


@planter()
def mail(site: Site) -> Planted:
    letter = b"From: xa@example.vn\r\nSubject: gui bieu\r\nMIME-Version: 1.0\r\n"
    outlook = OLE + bytes(500) + "__properties_version1.0".encode("utf-16-le")
    yield from _instead(site, site.rng.choice((letter, outlook)))


@planter()
def shortcut(site: Site) -> Planted:
    link = b"[InternetShortcut]\r\nURL=https://example.vn/\r\n"
    google = b'{"url":"https://docs.google.com/open?id=1x","doc_id":"1x","email":""}'
    yield from _instead(site, site.rng.choice((link, google)))


@planter()
def damaged(site: Site) -> Planted:
    cut = site.rng.uniform(0.1, 0.9)
    site.sending.spoil = lambda data: data[: int(len(data) * cut)]
    yield Place(site.sending)


@planter()
def implausible(site: Site) -> Planted:
    yield from _instead(site, xlsx.workbook({"Thông tin": FAR}))


@planter()
def foreign_workbook(site: Site) -> Planted:
    yield from _instead(site, xlsx.workbook({"Bảng lương": [["Họ tên", "Hệ số"]]}))


@planter()
def second_register(site: Site) -> Planted:
    yield from _instead(site, xlsx.workbook({"Thiết lập": [["Mục"]], "Đơn vị": [["Mã đơn vị"]]}))


@planter()
def unreadable_file(site: Site) -> Planted:
    yield from _instead(site, None)
