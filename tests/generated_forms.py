"""Random forms, as an import could have made them."""

from collections.abc import Callable

from hypothesis import strategies as st

from surveys.form import Field, Form, Group, Item, Kind, Option, Range, Repeat, Text
from surveys.importing.wording import worded

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cf", "Co", "Cn"])
WORD = st.text(LETTERS, min_size=1, max_size=8)
SENTENCE = (
    st.lists(WORD, min_size=1, max_size=4)
    .map(" ".join)
    .map(worded)
    .filter(lambda text: bool(text) and text == worded(text) and "${" not in text)
)
PLAIN: tuple[Kind, ...] = ("text", "integer", "decimal", "date", "time", "datetime", "acknowledge", "image", "file")
LANGUAGES = st.sampled_from([("",), ("es",), ("es", "en"), ("", "en"), ("en", "es", "pt-BR"), ("", "es", "en")])


def words(languages: tuple[str, ...]) -> st.SearchStrategy[Text]:
    """Words in the first language, and perhaps in the others."""
    others = dict.fromkeys(languages[1:], SENTENCE)
    return st.fixed_dictionaries({languages[0]: SENTENCE}, optional=others)


@st.composite
def lists(draw: Callable[..., object], languages: tuple[str, ...]) -> dict[str, tuple[Option, ...]]:
    """Two lists, one of which has a column that a filter may ask for."""
    found: dict[str, tuple[Option, ...]] = {}
    for name in ("one", "two"):
        values = draw(st.lists(st.from_regex(r"[a-z0-9]{1,4}", fullmatch=True), min_size=1, max_size=4, unique=True))
        assert isinstance(values, list)
        options = []
        for value in values:
            label, columns = draw(words(languages)), draw(st.sampled_from([{}, {"state": "son"}]))
            options.append(Option(value=value, label=label, columns=columns))  # type: ignore[arg-type]
        found[name] = tuple(options)
    return found


@st.composite
def fields(draw: Callable[..., object], languages: tuple[str, ...], name: str, earlier: tuple[str, ...]) -> Field:
    """One field; its conditions name rows before it."""

    def one_of(*values: object) -> object:
        return draw(st.sampled_from(values))

    asked = one_of(*earlier) if earlier else ""
    condition = f"${{{asked}}} != ''" if asked else "1 = 1"
    kind = one_of(
        *PLAIN, "note", "select_one", "select_multiple", "rank", "range", "calculate", "hidden", "start", "today"
    )
    common = {"name": name, "kind": kind, "row": 0, "relevant": one_of("", condition)}
    if kind in ("calculate", "hidden", "start", "today"):
        calculation = one_of("1 + 1", f"concat({condition})") if kind == "calculate" else ""
        prefill = one_of("", "person.state", "previous.label.a") if kind == "hidden" else ""
        return Field(**common, calculation=calculation, prefill=prefill)  # type: ignore[arg-type]
    chosen = kind in ("select_one", "select_multiple", "rank")
    default = one_of("", "5", "today()", "texto")
    return Field(
        **common,  # type: ignore[arg-type]
        label=draw(words(languages)),  # type: ignore[arg-type]
        hint=draw(st.just({}) | words(languages)),  # type: ignore[arg-type]
        required=one_of("", "true()", condition),  # type: ignore[arg-type]
        required_message=draw(st.just({}) | words(languages)),  # type: ignore[arg-type]
        constraint=one_of("", ". != '9'"),  # type: ignore[arg-type]
        constraint_message=draw(st.just({}) | words(languages)),  # type: ignore[arg-type]
        default=default,  # type: ignore[arg-type]
        computed_default=default == "today()",
        trigger=asked if one_of(True, False) else "",  # type: ignore[arg-type]
        options=one_of("one", "two") if chosen else "",  # type: ignore[arg-type]
        other=bool(chosen and one_of(True, False)),
        choice_filter=one_of("", "state = 'son'") if chosen else "",  # type: ignore[arg-type]
        randomize=bool(chosen and one_of(True, False)),
        range=Range(start=1.0, end=9.5, step=0.5) if kind == "range" else None,
        appearance=one_of("", "minimal"),  # type: ignore[arg-type]
        read_only=bool(one_of(True, False)),
        skip=bool(one_of(True, False)),
        reminder=draw(st.just({}) | words(languages)),  # type: ignore[arg-type]
        anonymous=bool(one_of(True, False)),
        locked=bool(one_of(True, False)),
    )


@st.composite
def items(draw: Callable[..., object], languages: tuple[str, ...], prefix: str, depth: int) -> tuple[Item, ...]:
    """Some rows, groups and repeats."""
    found: list[Item] = []
    names: list[str] = []
    for number in range(draw(st.integers(1, 4))):  # type: ignore[call-overload]
        name = f"{prefix}{number}"
        what = draw(st.sampled_from(["field", "field", "field", "group", "repeat"])) if depth else "field"
        if what == "field":
            row: Field = draw(fields(languages, name, tuple(names)))  # type: ignore[assignment]
            found.append(row)
            told = row.label and not row.anonymous  # pyxform lets only what is shown trigger something
            names += [name] if told else []
            continue
        inside = draw(items(languages, f"{name}_", depth - 1))
        label, relevant = draw(st.just({}) | words(languages)), draw(st.sampled_from(["", "1 = 1"]))
        made = {"name": name, "row": 0, "items": inside, "label": label, "relevant": relevant}
        count = draw(st.sampled_from(["", "3"]))
        found.append(Group(**made) if what == "group" else Repeat(**made, count=count))  # type: ignore[arg-type]
    return tuple(found)


@st.composite
def forms(draw: Callable[..., object]) -> Form:
    """A whole form; its languages are those in which it has words."""
    languages = draw(LANGUAGES)
    assert isinstance(languages, tuple)
    inside = draw(items(languages, "q", 2))
    offered = draw(lists(languages))
    title = draw(words(languages))
    version = draw(st.sampled_from(["", "2026"]))
    form = Form(name="prueba", title=title, version=version, languages=languages, items=inside)  # type: ignore[arg-type]
    used = {each.options for each in form.fields()}
    kept = {name: options for name, options in offered.items() if name in used}  # type: ignore[attr-defined]
    said = [text for each in form.fields() for text in (each.label, each.hint, each.required_message)]
    said += [text for each in form.fields() for text in (each.constraint_message, each.reminder)]
    said += [option.label for options in kept.values() for option in options] + [form.title, *_of_groups(form.items)]
    found = {language for text in said for language in text}
    spoken = tuple(language for language in languages if language in found)
    return Form(name="prueba", title=form.title, version=form.version, languages=spoken, items=form.items, lists=kept)


def _of_groups(items: tuple[Item, ...]) -> list[Text]:
    inside = [item for item in items if not isinstance(item, Field)]
    return [text for item in inside for text in (item.label, *_of_groups(item.items))]
