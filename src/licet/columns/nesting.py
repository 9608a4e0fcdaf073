"""Columns that hold objects: an ``item`` or an ``end_use`` as a file of a transfer states it, whose fields state facts as columns do.

The fields are columns of dotted names (``item.range``) while a table is answered, as those of JSON lines are; the column itself is carried
over as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from licet.columns.answers import Answered
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook


class Nested:
    """The columns of a table of which the fields state facts.

    Args:
        rulebook: declares the facts and where they are stated.
        schema: the columns of the table.

    Attributes:
        schema: the columns with each such column replaced by its fields.

    Raises:
        InputError: for a field that another column states as well.
    """

    def __init__(self, rulebook: Rulebook, schema: Mapping[str, pl.DataType]) -> None:
        places = {fact.at for fact in rulebook.facts.values() if fact.at}
        self.schema: dict[str, pl.DataType] = {}
        self._fields: dict[str, tuple[str, str]] = {}
        for column, kind in schema.items():
            if not isinstance(kind, pl.Struct) or column.strip().casefold().replace(" ", "_") not in places:
                self.schema[column] = kind
                continue
            for field in kind.fields:
                name = f"{column}.{field.name}"
                if name in schema:
                    found = f"the column '{name}' beside the field '{field.name}' of the column '{column}'"
                    raise InputError(faults=[Fault(f"column '{name}'", found, "one of the two", "remove one")])
                self.schema[name] = field.dtype if isinstance(field.dtype, pl.DataType) else field.dtype()
                self._fields[name] = (column, field.name)

    def opened(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return rows with the fields as columns behind the others."""
        if not self._fields:
            return frame
        fields = [pl.col(column).struct.field(field).alias(name) for name, (column, field) in self._fields.items()]
        return frame.with_columns(fields)

    def closed(self, found: Answered) -> Answered:
        """Return answers without those columns."""
        if not self._fields:
            return found
        return Answered(found.results.drop(*self._fields), found.rejects.drop(*self._fields))
