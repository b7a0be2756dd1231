"""Spreadsheets as they are sent: honest ones, and those that mean harm."""

import zlib
from base64 import b85decode
from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from surveys.sheets.packages import read_parts, write_parts

#: A form of three rows as Excel 97 saves it: `survey` with a number, a date and a truth value, and `choices`.
OLD_EXCEL = zlib.decompress(
    b85decode(
        "c-rk)OK2295Urk>{UqkI`KeKqC8+rr57CPV$@texf|^5AggD8zNys`IcPGj!YBc632%Z!#fq3xZ=i&!H(VGV$q6a|`5<N-"
        "|f`W%6YgNtcBpX+BK?9MgrK`KDtNZnIzwVx$*JCB)!}nH9z&vRJ6=qU-"
        ";Gg3YnDWv_2(UhtqGCD^VoG_ks3b3l3+ea4<HA<~T0>gz2~gm!_5wA)M@&bc4_acT3@@N;=P?+9#?UA<<emaIFcm>1kE@h*C+jlS"
        "cR2P5>#gj$%(@X{$Hie7(_88`J3Kz9RB>GqY5@<p&3pDVKn1)c9-"
        "qG=>{uUci}x7OMOLv|D}WKeCEX)U87I3KZbCl5A(Rcx%^P;^9EWmT?h*Kw3Ilvi@9XDb&%dyK0qFmp=@0zEAH+qR@4u>O00WRZDu"
        "~QONb1j;y_FOF@slz+1jX=_H+KL!yJJ0_GBE{{unHZ^F=4Eg?30+8#&KB&5H&hvbjy}qi9X{?EE=wniP||{vn$$@=ti$ui|2h@M&"
        "(Jvw6Ob#JZAJqtwMkVIy<d)Ix&(aZmJUv*!gJdq>kAknb0w~$FyXZj8o-"
        "Cyi!JY^iP;pETLn0Z|qd~xM3!#yynb_hO>>;4b|8(Vpx*mHwB&eNKE$uv~^39LUB}9J3Rr$Fly_h%5Ye0iRIJP#YbHz<ESg-"
        "1E2tP1ZRoLC43BoaHgkjeR<Q|u}^Pj&j4R<_9eKMW*ky*fm&eWBCg>{r!5C{++scJi`?r<F0Wu+j(ZgIb^9uu!tOzixx}^W5N8w1"
        "TfKTtxdzKapZ7mpJ@iSh#q#Yv6Q|2>zte}I3NPgdwx{19)Qfs?{Tj(5J)H~ZxctDn@~5LSsD!|tk(6`O7sE6i7APgGZHs0{xR&C~"
        "m2IhLsjj7=rMZ?5EuVuUc#bl01mpOfc)>UU*CL#tYY`5;ggj%5aHwye5=6_-"
        "<0BL$%hM=~lJE3nuk{kwB9sExB9ubcA{1KVa|&5LXRL&yW_cQwaf+SRD&vG)OW_fxEy5{vo<?<_hHzBGD21vq1)7vnxKD$}Yi(8*"
        "g3+qW>&41wEi0qTa$<CvwOUrzmOH$#S?kYWZAAuampXkZS^82k`kGy}S#B=N;3iqj3&_R`PdxF&6Hh$(jR?N>?5kemS2g=JBH(=2"
        "nZ`8ZeJ1&D<p9L+XW?JUU0`A!hh$FtSqeUp?o0e(oAmcWk~Tz-LoamjIC^vDFTMtfxzF>*4MTr#3+0MGlgl{&G5!y^@m_}"
    )
)

Rows = Sequence[Sequence[object]]


def book(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx with these sheets."""
    made, out = openpyxl.Workbook(), BytesIO()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(out)
    return out.getvalue()


def altered(data: bytes, part: str, content: bytes) -> bytes:
    """The same .xlsx with another content of one of its parts."""
    return write_parts(read_parts(data) | {part: content})


def sheet_xml(rows: bytes, dimension: bytes = b"A1") -> bytes:
    """The part of one sheet around its rows."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="' + dimension + b'"/><sheetData>' + rows + b"</sheetData></worksheet>"
    )


def with_rows(rows: bytes, dimension: bytes = b"A1") -> bytes:
    """An .xlsx whose only sheet, `survey`, has these rows as XML."""
    return altered(book({"survey": [["type"]]}), "xl/worksheets/sheet1.xml", sheet_xml(rows, dimension))
