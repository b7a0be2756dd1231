"""What is known of Office files: which parts are dangerous, which tell of people, and which say so inside others.

Gathered in tables so that somebody who knows the formats can check them without reading the code that applies them.
"""

import re

PROGRAM_MAGIC = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe",
    b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"%PDF-",
)  # fmt: skip
"""First bytes of programs and of files within the file."""

DANGEROUS_TYPE = re.compile(
    r"macroenabled|vba|oleobject|activex|macrosheet|dialogsheet|attachedtoolbars|text/html|rtf|x-msdownload",
    re.IGNORECASE,
)
"""Content types of parts that run, or that hold other files."""

DANGEROUS_NAME = re.compile(
    r"vbaproject|vbadata|(^|/)(activex|macrosheets|dialogsheets)/|\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|jar|sh)$",
    re.IGNORECASE,
)
"""Names of such parts, for archives whose content types do not own up to them."""

EMBEDDED_NAME = re.compile(r"(^|/)embeddings/", re.IGNORECASE)
CHART_NAME = re.compile(r"(^|/)(charts|chartex|diagrams)/", re.IGNORECASE)

DANGEROUS_RELATION = {
    "oleObject", "aFChunk", "vbaProject", "wordVbaData", "attachedToolbars", "control", "activeXControlBinary",
    "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet", "subDocument",
}  # fmt: skip
"""Relationships (last word of their type) to what runs or is another file, inside the archive or elsewhere."""

DROPPED_NAME = re.compile(
    r"(^|/)_rels/|\.rels$|^\[content_types\]"
    r"|^(customxml|docprops|_xmlsignatures|customui|usercustomization|docmetadata)/"
    r"|/webextensions/|/fonts/|/tags/|/persons/|/threadedcomments/|/revisions/|/printersettings/|/externallinks/"
    r"|/querytables/|/changesinfos/|/model/|/customproperty/"
    r"|/(people|customizations|calcchain|connections|revisioninfo|usernames)\.xml$",
    re.IGNORECASE,
)
"""Parts that name people, machines or other files, or mean nothing once written anew; all can be missing."""

DROPPED_ELEMENTS = {
    "rsids", "docVars", "mailMerge", "attachedSchema", "saveThroughXslt", "dataBinding", "docId", "absPath",
    "externalReferences", "customWorkbookViews", "customSheetViews", "revisionPtr", "customProperties", "sndAc",
    "writeReservation",
}  # fmt: skip

DROPPED_ATTRIBUTES = {
    "refreshedBy", "userName", "userId", "queryTableFieldId", "workbookUserName", "ed", "dateUtc", "documentId",
}  # fmt: skip

KEPT_WITHOUT_REFERENCE = {"pageSetup", "blip", "hyperlink", "imagedata", "fill", "stroke"}
"""Elements that stay when what they refer to goes; all others go with it."""

WEB_LINKS = ("http://", "https://", "mailto:")

FORBIDDEN_FIELD = re.compile(r"\s*DDE(AUTO)?\b", re.IGNORECASE)
"""Word fields that start a program."""
FETCHING_FIELD = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|DATABASE)\b", re.IGNORECASE)
"""Word fields that fetch another file; what they last showed stays."""

OTHER_WORKBOOK = re.compile(r"\[\d+\]")
FILE_NAME = re.compile(r"\\|/|\.(jpe?g|png|gif|bmp|tiff?|webp|heic|emf|wmf|svg|pdf)\s*$", re.IGNORECASE)
"""An image's description that is in truth where its author kept it."""
