"""What expressions give, over a filled form: the tables that staff's own experience with ODK would expect."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.expressions import Failed, parse
from tests.filled_form import Filled

ANA = Filled(
    {
        "name": "Ana Ejemplo",
        "age": "34",
        "state": "JAL",
        "roles": "trainer chief",
        "empty": "",
        "half": "2.5",
        "began": "2026-10-25",
        "called": "2026-11-23T22:15:00.000-06:00",
    },
    [{"kid": "Eva", "years": "3"}, {"kid": "Leo", "years": "12"}, {"kid": "Uma", "years": ""}],
    {
        "states": [
            {"name": "JAL", "label": "Jalisco", "zone": "west"},
            {"name": "SON", "label": "Sonora", "zone": "north"},
            {"name": "NL", "label": "Nuevo León", "zone": "north"},
        ],
        "roles": [{"name": "trainer", "label": "Instructora"}, {"name": "chief", "label": "Mando"}],
    },
    option={"name": "SON", "zone": "north"},
    here=2,
)

TEXTS = [
    ("${name}", "Ana Ejemplo"),
    ("${empty}", ""),
    ("/data/who/name", "Ana Ejemplo"),
    ("../name", "Ana Ejemplo"),
    ("current()/../name", "Ana Ejemplo"),
    (".", "now"),
    ("current()/.", "now"),
    ("1 + 2 * 3 - 4 div 2", "5"),
    ("(1 + 2) * 3", "9"),
    ("7 mod 3", "1"),
    ("-7 mod 3", "-1"),
    ("0.1 + 0.2", "0.30000000000000004"),
    ("1 div 0", "Infinity"),
    ("0 div 0", ""),
    ("string(0 div 0)", "NaN"),
    ("${age} + 1", "35"),
    ("${empty} + 1", ""),
    ("-${half}", "-2.5"),
    ("true()", "true"),
    ("concat(${name}, ', ', ${age})", "Ana Ejemplo, 34"),
    ("if(${age} >= 18, 'adult', 'child')", "adult"),
    ("coalesce(${empty}, 'none')", "none"),
    ("once('first')", "now"),
    ("selected-at(${roles}, 1)", "chief"),
    ("selected-at(${roles}, 5)", ""),
    ("jr:choice-name(${state}, '${state}')", ""),
    ("jr:choice-name(selected-at(${roles}, 0), '${roles}')", "Instructora"),
    ("jr:choice-name('chief', /data/roles)", "Mando"),
    ("substr(${name}, 0, 3)", "Ana"),
    ("substr(${name}, -7)", "Ejemplo"),
    ("substring('12345', 2, 3)", "234"),
    ("substring('12345', 0, 3)", "12"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring('12345', 0 div 0, 3)", ""),
    ("substring('12345', -42, 1 div 0)", "12345"),
    ("substring-before(${name}, ' ')", "Ana"),
    ("substring-before(${name}, '')", ""),
    ("substring-after(${name}, ' ')", "Ejemplo"),
    ("translate('abcab', 'ab', 'x')", "xcx"),
    ("normalize-space('  a   b ')", "a b"),
    ("join(', ', ${kid})", "Eva, Leo, Uma"),
    ("round(2.5)", "3"),
    ("round(-2.5)", "-3"),
    ("round(2.345, 2)", "2.35"),
    ("round(1234, -2)", "1200"),
    ("int(-2.7)", "-2"),
    ("pow(2, 10)", "1024"),
    ("pulldata('states', 'label', 'name', ${state})", "Jalisco"),
    ("pulldata('states.csv', 'label', 'name', 'nowhere')", ""),
    ("instance('states')/root/item[name = ${state}]/label", "Jalisco"),
    ("instance('states')/root/item[name = current()/../state]/label", "Jalisco"),
    ("instance('states')/root/item[zone = 'north'][2]/label", "Nuevo León"),
    ("instance('states')/root/item[position() = last()]/label", "Nuevo León"),
    ("join(' / ', instance('states')/root/item[zone = 'north']/label)", "Sonora / Nuevo León"),
    ("count(instance('states')/root/item[zone = 'north'])", "2"),
    ("count(${child})", "3"),
    ("count(${kid})", "3"),
    ("count-non-empty(${years})", "2"),
    ("sum(${child}[years > 0]/years)", "15"),
    ("max(${child}[years > 0]/years)", "12"),
    ("sum(${years})", ""),
    ("min(${age}, ${half})", "2.5"),
    ("${child}[years > 5]/kid", "Leo"),
    ("count(${years}[. > 5])", "1"),
    ("count(${child}[years >= count(${years}[. > 5])])", "2"),
    ("indexed-repeat(${kid}, ${child}, 1)", "Eva"),
    ("indexed-repeat(${kid}, ${child}, 9)", ""),
    ("${kid}", "Leo"),
    ("position(..)", "2"),
    ("today()", "2026-11-24"),
    ("now()", "2026-11-24T10:30:00.000-06:00"),
    ("date(today() + 7)", "2026-12-01"),
    ("date('2024-02-28') + 1", "19782"),
    ("date(19782)", "2024-02-29"),
    ("date(${empty})", ""),
    ("date('not a date')", ""),
    ("date(${called})", "2026-11-23"),
    ("date-time(${called})", "2026-11-23T22:15:00.000-06:00"),
    ("today() - ${began}", "30"),
    ("int((today() - date('1992-11-25')) div 365.25)", "33"),
    ("format-date(${began}, '%d/%m/%Y')", "25/10/2026"),
    ("format-date(${began}, '%e %b %y, %a')", "25 oct 26, dom"),
    ("format-date-time(${called}, '%H:%M %h %n %S %3 %%')", "22:15 22 11 00 000 %"),
    ("format-date(${empty}, '%Y')", ""),
    ("decimal-date-time('1970-01-02')", "1"),
    ("decimal-date-time('1970-01-02T12:00:00.000-06:00')", "1.5"),
    ("decimal-time('18:00')", "0.75"),
    ("number('2.50')", "2.5"),
    ("number('12 apples')", ""),
    ("number(true())", "1"),
    ("string-length(${name})", "11"),
    ("string-length(.)", "3"),
    ("count-selected(${roles})", "2"),
    ("count-selected(${empty})", "0"),
    ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("base64-decode('QW5h')", "Ana"),
    ("version()", "2026112401"),
    ("join(' ', randomize(${kid}, 42))", "Eva Leo Uma"),
    ("concat(10000000000000000000000, ' ', 0.0000001)", "10000000000000000000000 0.0000001"),
    ("selected(${roles}, 'chief') and ‘JAL’ = ${ state }", "true"),
    ("${age} &gt;= 18 and ${half}\u00a0&lt; 3", "true"),
    ("“it's”", "it's"),
    ("'it’s'", "it’s"),
]
TRUE = [
    "${name} = 'Ana Ejemplo'",
    "${empty} = ''",
    "not(${empty} != '')",
    "${age} = 34 and ${age} = '34'",
    "${half} != 2",
    "${age} > 18 and ${age} < 65",
    "${age} < 18 or selected(${roles}, 'trainer')",
    "not(selected(${roles}, 'train'))",
    "not(${empty} > 0) and not(${empty} <= 0)",
    "boolean(${name}) and not(boolean(${empty}))",
    "not(${empty})",
    "${name}",
    "'false'",
    "not(0) and not(0 div 0) and 0.1",
    "true() = 'x' and false() = ''",
    "${began} < today()",
    "${began} = date('2026-10-25')",
    "${began} = '2026-10-25'",
    "'2026-1-5' = '2026-01-05'",
    "date('2024-01-01') < ${began}",
    "${called} < now() and ${called} > '2026-11-23'",
    "date(${called}) = '2026-11-23'",
    "date('') = ''",
    "regex(${state}, '[A-Z]{3}')",
    "not(regex(${name}, 'Ana'))",
    "contains(${name}, 'Eje') and starts-with(${name}, 'Ana') and ends-with(${name}, 'plo')",
    "checklist(1, 2, ${age} > 3, ${age} > 90, ${half} = 2.5)",
    "checklist(0, 0, if(false(), ${age}, false()), if(true(), 0, ${age}))",
    "weighted-checklist(5, -1, true(), 4, ${age} > 3, 2, false(), 9)",
    "boolean-from-string('1') and not(boolean-from-string('yes'))",
    "zone = 'north'",
    "instance('states')/root/item/name = ${state}",
    "not(instance('states')/root/item[name = 'X'])",
    "instance('states')/root/item[name = 'SON']",
    "1 < 2 = true()",
    "1 = 1 != false()",
    "sqrt(-1) != sqrt(-1)",
    "abs(-3) = 3 and exp(0) = 1 and log(1) = 0 and exp10(2) = 100 and log10(1000) = 3",
    "asin(0) = acos(1) and atan(0) = 0 and cos(0) = 1 and sin(0) = 0 and tan(0) = 0 and round(atan2(1, 1) * 4 - pi(), 9) = 0",
    "floor(-0.5) = -1 and ceiling(1.2) = 2",
    "1 == 1 and 2 ≥ 1 and 2 ≠ 1 and 3 – 1 = 2",
]


@pytest.mark.parametrize(("written", "text"), TEXTS)
def test_text(written: str, text: str) -> None:
    assert parse(written).text(ANA, "now") == text


@pytest.mark.parametrize("written", TRUE)
def test_true(written: str) -> None:
    assert parse(written).true(ANA, "now") is True
    assert parse(f"not({written})").true(ANA, "now") is False


def test_numbers() -> None:
    assert parse("${age} div 4").number(ANA) == 8.5
    assert math.isnan(parse("${name}").number(ANA))
    assert parse("${began}").number(ANA) == parse("${began} + 0").number(ANA) == 20751


def test_days_are_whole_across_a_change_of_the_clock() -> None:
    tijuana = Filled(
        {"a": "2026-03-01", "b": "2026-03-31"}, at=datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("America/Tijuana"))
    )
    assert parse("${b} - ${a} = 30").true(tijuana)
    assert parse("date(${a} + 30)").text(tijuana) == "2026-03-31"
    assert parse("format-date-time(date-time('2026-03-07T12:00:00.000-08:00') + 1, '%d %H')").text(tijuana) == "08 12"


def test_a_moment_from_another_zone_is_seen_on_the_clock_of_the_place() -> None:
    assert parse("date('2026-11-24T03:00:00.000Z')").text(ANA) == "2026-11-23"
    assert parse("date-time('2026-11-24T03:00:00Z')").text(ANA) == "2026-11-23T21:00:00.000-06:00"


def test_months_and_weekdays_are_named_in_the_language_of_the_conversation() -> None:
    english = Filled(ANA.answers, tongue="en")
    assert parse("format-date(${began}, '%a %e %b')").text(english) == "Sun 25 Oct"
    unknown = Filled(ANA.answers, tongue="xx-unknown")
    assert parse("format-date(${began}, '%b')").text(unknown) == "Oct"


def test_chance_comes_from_the_record() -> None:
    def ana() -> Filled:
        return Filled(ANA.answers, ANA.children, chances=iter([0.25, 0.75]))

    assert parse("random()").number(ana()) == 0.25
    assert parse("uuid()").text(ana()) == parse("uuid()").text(ana())
    assert len(parse("uuid(12)").text(ana())) == 12
    assert sorted(parse("join('', randomize(${kid}))").text(ana())) == sorted("EvaLeoUma")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("pulldata('nowhere', 'a', 'b', 'c')", "table"),
        ("instance(${state})/root/item/name", "table"),
        ("regex(${name}, concat('(', ''))", "regex"),
        ("format-date(${began}, concat('%', 'Q'))", "format"),
        ("digest('a', concat('MD', '4'))", "digest"),
        ("base64-decode('?')", "base64"),
        ("uuid(1 div 0)", "number"),
    ],
)
def test_what_cannot_be_computed_says_why(written: str, code: str) -> None:
    with pytest.raises(Failed) as failed:
        parse(written).text(ANA)
    assert failed.value.code == code
