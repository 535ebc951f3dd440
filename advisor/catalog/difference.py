"""What differs between two catalogs, or between two days of one: values, never their writing.

A thing that is in only one of the two is one change: what is stated about it is not told again.
"""

from __future__ import annotations

from typing import NamedTuple, get_args

from advisor.catalog.view import Group, View


class Change(NamedTuple):
    """One difference. ``None`` is: not stated there. Without a field the thing itself is meant."""

    group: Group
    subject: str
    field: str
    old: object
    new: object

    @property
    def inverse(self) -> Change:
        return self._replace(old=self.new, new=self.old)


def difference(before: View, after: View) -> list[Change]:
    """Every change, by group and name. ``difference(b, a)`` is its inverse."""
    found = [
        Change(*thing, "", before.things.get(thing), after.things.get(thing))
        for thing in before.things.keys() ^ after.things.keys()
    ]
    for thing in before.things.keys() & after.things.keys():
        old, new = before.statements[thing], after.statements[thing]
        for name in old.keys() | new.keys():
            group, was = old.get(name, (None, None))
            other, becomes = new.get(name, (None, None))
            if was != becomes:
                place = group or other
                assert place
                found.append(Change(place, thing[1], name, was, becomes))
    order = get_args(Group)
    return sorted(
        found, key=lambda change: (order.index(change.group), change.subject, change.field)
    )
