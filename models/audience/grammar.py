"""The grammar of audiences, and the words that a text is cut into: what a word is depends on no accent and no case."""

import re
import unicodedata
from functools import cache

from lark import Lark, Token, Transformer

from dialogue.understanding import plain
from models.audience.words import TERMINAL_OF

GRAMMAR = r"""
start: [any_of]
any_of: all_of (_OR all_of)*
all_of: term (_AND term)*
?term: NOT term -> negated
    | _LPAR any_of _RPAR -> inner
    | ALL -> everybody
    | FIELD (EQ | IN) values -> among
    | FIELD (NE | NOT IN) values -> not_among
    | SE? JOINED when? -> joined
    | ACTIVE when -> active
    | IN? SILENT when -> silent
    | ANSWERED FILL* NUMBER (WITH values)? -> answered
    | RECEIVED FILL* NUMBER -> received
when: lead* NUMBER UNIT -> last
    | lead* DAY -> day
!lead: FILL | IN | SINCE | BEFORE
values: value (_COMMA value)*
    | _LPAR value (_COMMA value)* _COMMA? _RPAR
value: QUOTED -> quoted
    | piece+ -> bare
!piece: WORD | NUMBER | DAY | UNIT | FIELD | NOT | IN | ALL | JOINED | ACTIVE | SILENT | ANSWERED | RECEIVED | WITH
    | SINCE | BEFORE | FILL | SE

QUOTED: /"(?:[^"]|"")*"|[“”][^“”"]*[“”"]|«[^»]*»|„[^“”"]*[“”"]|'[^']*'|[‘’][^‘’']*[‘’']/
EQ: "==" | "="
NE: "!=" | "<>" | "≠"
_LPAR: "("
_RPAR: ")"
_COMMA: "," | ";"
WORD: /[^\s(),;=<>≠!"“”„«»'‘’][^\s(),;=<>≠!"“”„«»]*/
%declare _AND _OR NOT IN ALL FIELD JOINED ACTIVE SILENT ANSWERED RECEIVED WITH SINCE BEFORE FILL SE UNIT NUMBER DAY
%ignore /\s+/
"""

_NUMBER = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")


@cache
def parser(build: type[Transformer[Token, object]]) -> Lark:
    """The parser whose results are built by `build` while it reads: no depth of a text makes it recur."""
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=build(), lexer_callbacks={"WORD": _named})


def tidy(text: str) -> str:
    """`text` with one way to write each letter, and without letters that nobody sees."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", seen)


def _named(token: Token) -> Token:
    """The token under the terminal that its word stands for."""
    if _NUMBER.fullmatch(token):
        return Token.new_borrow_pos("NUMBER", token.value, token)
    if _DAY.fullmatch(token):
        return Token.new_borrow_pos("DAY", token.value, token)
    return Token.new_borrow_pos(TERMINAL_OF.get(plain(token), "WORD"), token.value, token)
