"""What the settings sheet says of the whole form."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from surveys.importing import languages
from surveys.importing.headers import SETTINGS
from surveys.importing.lines import find, table
from surveys.importing.naming import cleaned
from surveys.importing.problems import Problems
from surveys.importing.wording import all_worded
from surveys.sheets import Workbook


class Settings(NamedTuple):
    """The name, title and version of the form, and its first language (empty for none)."""

    name: str
    title: Mapping[str, str]
    version: str
    language: str
    plain: Mapping[str, str]

    def spoken(self, language: str) -> "Settings":
        """The same where words without a language are in this one."""
        title = {each or language: self.title.get(language, text) for each, text in self.title.items()}
        return self._replace(language=language, title=title)


def settings(workbook: Workbook, filename: str, problems: Problems) -> Settings:
    """The settings of a form; what is not said is taken from the name of its file."""
    sheet = find(workbook, "settings")
    lines = table(sheet, SETTINGS, "form_title", problems).lines if sheet and sheet.rows else []
    plain = dict(lines[0].plain) if lines else {}
    titles = all_worded(lines[0].said("form_title")) if lines else {}
    language = languages.code(plain.get("default_language", ""))
    own = own_name(filename)
    title = _title(titles, language) or {language: plain.get("form_id") or own}
    name = cleaned(plain.get("form_id", "")) or cleaned(own) or "form"
    return Settings(name, title, plain.get("version", ""), language, plain)


def own_name(filename: str) -> str:
    """What a form is called whose settings do not name it: its file's name without its ending."""
    return PurePath(filename.replace("\\", "/")).stem.strip() or "form"


def _title(titles: Mapping[str, str], language: str) -> dict[str, str]:
    """The title by language; one without a language is in the first, unless that has its own."""
    named = {each: text for each, text in titles.items() if each}
    return {language: titles[""]} | named if "" in titles else named
