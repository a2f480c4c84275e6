"""Which of several columns words the task itself: the most specific, by heading, place, content."""

from collections.abc import Sequence

from app.importing.tables.contents import Content
from app.importing.tables.headings import Sense
from app.importing.tables.layout import HeadColumn

_WORDY = 8
_APART = 0.9
_ABOVE_OBJECTS = 70
_BELOW_STANDARDS = 50
_LABEL_KINDS = frozenset({"label", "name", "content", "wording", "object", "standard", "measure"})


def leaf(column: HeadColumn) -> str:
    """The heading right above a column."""
    return column.path[-1].strip() if column.path else ""


class Wordings:
    """The columns of one table, weighed against each other."""

    def __init__(
        self,
        columns: Sequence[HeadColumn],
        senses: Sequence[Sense | None],
        contents: Sequence[Content],
    ) -> None:
        self._columns, self._senses, self._contents = columns, senses, contents

    def may_be(self, at: int) -> bool:
        """Whether a column can be the text at all: words under a heading of tasks."""
        sense, content = self._senses[at], self._contents[at]
        return bool(
            sense
            and sense.field == "wording"
            and sense.kind in _LABEL_KINDS
            and content.filled > 0
            and content.numeric < 0.6
            and content.amounts < 0.6
        )

    def specificity(self, at: int) -> float:
        """How surely a column is the most specific wording, by heading, place and content."""
        sense, content = self._senses[at], self._contents[at]
        rank = sense.rank if sense else 0
        thin = 25.0 if content.filled < 0.5 else 0.0
        length = min(content.length, 40.0) / 40.0
        twin = 1.0 if self._is_inner_twin(at) else 0.0
        wordy = content.length >= _WORDY and content.distinct > 0.8
        if wordy and sense and sense.kind == "wording" and "任务" in leaf(self._columns[at]):
            rank = max(rank, _ABOVE_OBJECTS)
        filled = 1.0 if twin else content.filled
        heading = 25.0 if self._stands_over_tasks(at) else 0.0
        if sense and sense.kind == "measure" and self._aims_at_more(at):
            rank = _BELOW_STANDARDS
        return rank + 30.0 * content.distinct * filled + 4.0 * length + twin - thin - heading

    def _stands_over_tasks(self, at: int) -> bool:
        """Whether a text of several rows heads wordings to its right that differ in each."""
        return self._contents[at].spread and any(
            self.may_be(right) and self._tells_rows_apart(right)
            for right in range(at + 1, len(self._columns))
        )

    def _aims_at_more(self, at: int) -> bool:
        """Whether a measure only names what a standard to its right says at length."""
        return any(
            sense
            and sense.kind == "standard"
            and self._tells_rows_apart(right)
            and self.may_be(right)
            and self._contents[right].length >= self._contents[at].length
            for right, sense in enumerate(self._senses[at + 1 :], start=at + 1)
        )

    def _tells_rows_apart(self, at: int) -> bool:
        content = self._contents[at]
        apart = not content.spread and content.filled * content.distinct > _APART
        return apart and content.length >= _WORDY

    def _is_inner_twin(self, at: int) -> bool:
        return at > 0 and self._columns[at].path == self._columns[at - 1].path
