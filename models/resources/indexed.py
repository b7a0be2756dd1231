"""The index of this process, kept up with the store: what has changed since is read in small portions.

Within a turn only so much is read as takes some milliseconds. Whoever has more to read (a start, a large import) lets
`catch_up` do it beside, in transactions that only read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, select

from models.resources import topics
from models.resources.index import Entry, Index
from models.resources.tables import ResourceItem, ResourceItemTopic, ResourceText, ResourceTopic

IN_A_TURN, AT_ONCE = 60, 500  # items: some 15 ms, some 100 ms

_indexes: WeakKeyDictionary[Engine, Index] = WeakKeyDictionary()
_one_at_a_time = Lock()


def current(db: Connection) -> Index:
    """The index, as complete as it can be within a turn."""
    catch_up(db, IN_A_TURN)
    return _index(db.engine)


def catch_up(db: Connection, most: int = AT_ONCE) -> int:
    """Read up to `most` items that have changed; how many that were. With fewer than `most` the index is complete."""
    index = _index(db.engine)
    columns = (ResourceItem.id, ResourceItem.revision, ResourceItem.withdrawn_at)
    query = select(*columns).where(ResourceItem.revision > index.revision).order_by(ResourceItem.revision).limit(most)
    rows = list(db.execute(query))
    entries = _entries(db, [row.id for row in rows if row.withdrawn_at is None])
    for row in rows:
        index.put(row.id, entries.get(row.id, {}), row.revision)
    return len(rows)


def _index(engine: Engine) -> Index:
    with _one_at_a_time:
        if (index := _indexes.get(engine)) is None:
            index = _indexes[engine] = Index()
        return index


def _entries(db: Connection, items: Sequence[int]) -> Mapping[int, Mapping[str, Entry]]:
    if not items:
        return {}
    about = _topics(db, items)
    found: defaultdict[int, dict[str, Entry]] = defaultdict(dict)
    for row in db.execute(select(ResourceText.__table__).where(ResourceText.item_id.in_(items))):
        found[row.item_id][row.language] = _entry(row, about[row.item_id])
    return found


def _entry(row: Row[tuple[object, ...]], about: Sequence[Mapping[str, str]]) -> Entry:
    names = " ".join(each.get(row.language, "") for each in about)
    return Entry(row.title, row.words, row.summary, names)


def _topics(db: Connection, items: Sequence[int]) -> Mapping[int, list[Mapping[str, str]]]:
    """The names by language of the topics of each item."""
    names = {topic.key: topic.names for topic in topics.everything(db)}
    query = select(ResourceItemTopic.item_id, ResourceTopic.key).join(ResourceTopic)
    found: defaultdict[int, list[Mapping[str, str]]] = defaultdict(list)
    for row in db.execute(query.where(ResourceItemTopic.item_id.in_(items))):
        found[row.item_id].append(names[row.key])
    return found
