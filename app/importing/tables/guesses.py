"""The guessing behind the column mapping: words first, then neighbours, then content."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from app.importing.tables.contents import Content, content_of
from app.importing.tables.headings import (
    Sense,
    heading_key,
    is_half_year,
    is_measure,
    is_plan_of_period,
    period_of,
    sense_of,
    squash,
    trailing_bracket,
    vocabulary,
)
from app.importing.tables.layout import HeadColumn, Table
from app.importing.tables.wordings import Wordings, leaf

_SINGLE = ("serial", "deadline", "score", "scoring_method", "acceptance", "village", "place")
_WORDY = 8
_NEARLY_ALL = 0.9
_COUNTED_ROLES = ("responsible", "lead")


@dataclass(frozen=True, slots=True)
class Guess:
    """The part guessed for a column, with confidence and reason."""

    field: str | None
    confidence: float
    why: str
    also: str = ""


class Guesser:
    """One table's guessing, step by step; each step only fills what is still open."""

    def __init__(self, table: Table) -> None:
        self._columns = table.columns
        self._contents = [content_of(table, column.index) for column in table.columns]
        self._senses = [
            _sense(column, counts=self._reads_as_counts(content))
            for column, content in zip(table.columns, self._contents, strict=True)
        ]
        self._tell_standard_from_scoring()
        self._guesses: list[Guess | None] = [None] * len(table.columns)

    def guesses(self) -> tuple[Guess, ...]:
        """The part of every column, in order."""
        self._by_words()
        self._by_period()
        text = self._choose_text()
        if text is not None:
            self._label_neighbours(text)
        self._by_content()
        self._towns()
        if text is None:
            self._fall_back_to_longest()
        self._one_each()
        verbatim = Guess(None, 1.0, "不认识的表头，原样保留")
        return tuple(guess or verbatim for guess in self._guesses)

    def _tell_standard_from_scoring(self) -> None:
        """考核标准 beside 评分办法 is what must be reached, not how it is counted."""
        scoring = [at for at, s in enumerate(self._senses) if s and s.field == "scoring_method"]
        standards = [at for at in scoring if leaf(self._columns[at]).endswith("标准")]
        if len(scoring) > 1 and len(standards) < len(scoring):
            for at in standards:
                self._senses[at] = sense_of("达到标准")

    def _open(self) -> list[int]:
        return [at for at, guess in enumerate(self._guesses) if guess is None]

    def _by_words(self) -> None:
        """Headings that name their part by themselves."""
        for at, sense in enumerate(self._senses):
            if sense is None or sense.field == "wording":
                continue
            heading = leaf(self._columns[at])
            field = "unit" if sense.field == "unit_of_measure" else sense.field
            why = f"表头“{heading}”是常用写法" if field else f"“{heading}”列原样保留"
            self._guesses[at] = Guess(field or None, sense.confidence, why)

    def _by_period(self) -> None:
        """Quarters, months and years of a plan; one that stands twice belongs to measures."""
        periods = {
            at: is_plan_of_period(self._columns[at].path) for at in range(len(self._columns))
        }
        counted = Counter(field for field in periods.values() if field)
        years = sum(1 for field in counted if field.startswith("years."))
        for at, field in periods.items():
            if not field or counted[field] > 1:
                continue
            alone = field.startswith("years.") and years == 1
            if alone and self._senses[at] and self._is_wording_of_year(at):
                continue
            heading = "/".join(squash(part) for part in self._columns[at].path)
            self._guesses[at] = Guess(field, 0.95, f"表头“{heading}”是分期安排")

    def _is_wording_of_year(self, at: int) -> bool:
        """Whether 2020年目标任务 words the task: it says so at length, or nothing else does."""
        sense, content = self._senses[at], self._contents[at]
        says_task = sense is not None and sense.kind in {"wording", "content", "standard"}
        if says_task and content.length >= _WORDY and content.amounts < 0.5:
            return True
        return not any(
            sense and sense.field == "wording" and sense.rank >= 30 and other != at
            for other, sense in enumerate(self._senses)
        )

    def _choose_text(self) -> int | None:
        """The most specific wording of what must be done."""
        wordings = Wordings(self._columns, self._senses, self._contents)
        scores = {at: wordings.specificity(at) for at in self._open() if wordings.may_be(at)}
        if not scores:
            return None
        best = max(scores, key=lambda at: (scores[at], -at))
        sense = self._senses[best]
        also = "acceptance" if sense and sense.kind == "standard" else ""
        heading = leaf(self._columns[best])
        why = f"“{heading}”是对任务最具体的表述"
        self._guesses[best] = Guess("text", 0.9, why, also)
        return best

    def _label_neighbours(self, text: int) -> None:
        """Wider wordings beside the text are its groups; the rest stays as written."""
        labels = [at for at in self._open() if self._is_label(at, text)]
        for order, at in enumerate(self._outermost_first(labels)):
            field = "groups" if order == 0 else "content"
            heading = leaf(self._columns[at])
            self._guesses[at] = Guess(field, 0.85, f"“{heading}”比任务本身宽，作为分组")
        if not any(guess and guess.field == "acceptance" for guess in self._guesses):
            self._acceptance_beside(text)

    def _acceptance_beside(self, text: int) -> None:
        """达到标准 beside another wording of the task says when it is reached."""
        for at in self._open():
            sense = self._senses[at]
            if sense and sense.kind == "standard":
                heading = leaf(self._columns[at])
                self._guesses[at] = Guess("acceptance", 0.6, f"“{heading}”说明达到什么算完成")
                return

    def _is_label(self, at: int, text: int) -> bool:
        sense, content = self._senses[at], self._contents[at]
        if sense is None:
            return at < text and self._merges_words(at)
        if sense.field != "wording" or content.numeric > 0.5 or at > text + 3:
            return False
        chosen = self._senses[text]
        if sense.kind == "category":
            return at < text and content.spread and not self._columns[at].hidden
        if at < text:
            return content.spread or not self._is_aim_of_measure(sense, chosen)
        wider = bool(chosen) and sense.rank < (chosen.rank if chosen else 0)
        return wider and sense.kind in {"label", "name"} and content.spread

    def _merges_words(self, at: int) -> bool:
        """Whether a column of no known heading holds words merged over rows, as labels are."""
        content = self._contents[at]
        words = content.numeric == 0 and content.filled > _NEARLY_ALL and not content.units > 0.5
        return words and content.merged and bool(leaf(self._columns[at]))

    def _is_aim_of_measure(self, sense: Sense, chosen: Sense | None) -> bool:
        """Whether a column says what the measure beside it is to reach: 整改目标, 整改措施."""
        return sense.kind == "standard" and chosen is not None and chosen.kind == "measure"

    def _outermost_first(self, labels: list[int]) -> list[int]:
        """Labels from left to right, but one that spans more rows than its left neighbour first."""
        if not any(self._contents[at].spread for at in labels):
            return labels
        return sorted(labels, key=lambda at: (not self._is_widest(at, labels), at))

    def _is_widest(self, at: int, labels: list[int]) -> bool:
        mine = self._contents[at].distinct
        return self._contents[at].spread and all(
            mine < self._contents[other].distinct for other in labels if other < at
        )

    def _by_content(self) -> None:
        """Columns whose heading says nothing, told by what stands below."""
        for at in self._open():
            content = self._contents[at]
            bare = squash(leaf(self._columns[at])) == "单位"
            if bare and content.measures > 0.6:
                self._guesses[at] = Guess("unit", 0.8, "列中多为计量单位")
            elif bare:
                self._guesses[at] = Guess("responsible", 0.6, "列中多为单位名称")
            elif self._senses[at] is None and content.filled > 0.3:
                self._guesses[at] = self._guess_unknown(content)

    def _guess_unknown(self, content: Content) -> Guess | None:
        taken = {guess.field for guess in self._guesses if guess}
        if content.ordinal > 0.7 and "serial" not in taken:
            return Guess("serial", 0.6, "列中是连续的序号")
        if content.dates > 0.7 and content.numeric < 0.7 and "deadline" not in taken:
            return Guess("deadline", 0.5, "列中多为日期")
        roles = {"lead", "responsible", "main_responsible"}  # beside 配合 alone somebody answers
        short = content.length <= 20 and content.numeric < 0.2
        named = content.offices > 0.7 or (content.units > 0.7 and content.distinct < 0.9)
        if named and short and not taken & roles:
            return Guess("responsible", 0.5, "列中多为单位名称")
        return None

    def _towns(self) -> None:
        """A run of columns of counts headed by short names: one column a town."""
        run: list[int] = []
        for at in [*range(len(self._columns)), -1]:
            if at >= 0 and self._can_be_town(at):
                run.append(at)
                continue
            for town in self._under_one_head(run) if self._is_town_run(run) else ():
                name = squash(leaf(self._columns[town]))
                self._guesses[town] = Guess(f"towns.{name}", 0.7, f"“{name}”是分解到各地的数")
            run = []

    def _under_one_head(self, run: list[int]) -> list[int]:
        """A column beside the head that spans the towns is none of them: 全区任务数."""
        under = [at for at in run if len(self._columns[at].path) > 1]
        return under or run

    def _can_be_town(self, at: int) -> bool:
        free = self._guesses[at] is None or self._guesses[at] == Guess(None, 1.0, "")
        name, content = squash(leaf(self._columns[at])), self._contents[at]
        plain = bool(re.fullmatch(r"[\u4e00-\u9fff（）()、]{2,9}", name))
        plain = plain and name not in vocabulary().totals and not is_measure(trailing_bracket(name))
        return free and plain and self._senses[at] is None and self._reads_as_counts(content)

    def _reads_as_counts(self, content: Content) -> bool:
        return content.filled == 0 or content.numeric > 0.6 or content.length <= 6

    def _is_town_run(self, run: list[int]) -> bool:
        if len(run) < 2:
            return False
        words = vocabulary()
        parents = {
            squash(self._columns[at].path[0]) for at in run if len(self._columns[at].path) > 1
        }
        if any(words.town_parents.search(parent) for parent in parents):
            return True
        named = sum(1 for at in run if words.town_endings.search(squash(leaf(self._columns[at]))))
        totalled = not self._has_places_as_rows() and any(
            heading_key(leaf(column)) in words.totals for column in self._columns
        )
        return named >= 0.5 * len(run) or (totalled and len(run) >= 3)

    def _has_places_as_rows(self) -> bool:
        return any(guess and guess.field in {"place", "village"} for guess in self._guesses)

    def _fall_back_to_longest(self) -> None:
        """No heading words a task: the column with the longest texts, if they read like wording."""
        scores = {
            at: self._contents[at].length for at in self._open() if self._reads_as_wording(at)
        }
        if scores:
            best = max(scores, key=lambda at: scores[at])
            self._guesses[best] = Guess("text", 0.4, "列中文字最长，当作任务内容")
            return
        for kind in ("village", "place", *_COUNTED_ROLES):
            for at, guess in enumerate(self._guesses):
                if guess and guess.field == kind and self._has_counts(kind):
                    self._guesses[at] = Guess("text", 0.4, "没有任务列，以各地各单位为项")
                    return

    def _reads_as_wording(self, at: int) -> bool:
        content, sense = self._contents[at], self._senses[at]
        wordy = content.length >= 4 and content.numeric < 0.3 and content.filled >= 0.5
        return wordy and (sense is None or sense.field == "wording")

    def _has_counts(self, kind: str) -> bool:
        """Whether work is set for each place or unit; sums of tasks and results are none."""
        if any(vocabulary().results.search(heading_key(leaf(c))) for c in self._columns):
            return False
        if kind in _COUNTED_ROLES:
            return any(self._counts_work(at) for at in range(len(self._columns)))
        return any(
            guess is None or (guess.field or "").startswith(("towns.", "years.", "quarters."))
            for guess in self._guesses
        )

    def _counts_work(self, at: int) -> bool:
        sense, content = self._senses[at], self._contents[at]
        counted = max(content.numeric, content.amounts) > 0.6 and content.filled > 0
        measured = is_measure(trailing_bracket(heading_key(leaf(self._columns[at]))))
        return counted and (sense.field == "wording" if sense else measured)

    def _one_each(self) -> None:
        """Parts that one column alone can play go to the surest; a tie to the leftmost."""
        for field in _SINGLE:
            claims = [
                at for at, guess in enumerate(self._guesses) if guess and guess.field == field
            ]
            if len(claims) < 2:
                continue
            best = max(claims, key=lambda at: (self._strength(at), -at))
            for at in claims:
                guess = self._guesses[at]
                if at != best and guess:
                    self._guesses[at] = replace(guess, field=None, why="另一列更像，原样保留")

    def _strength(self, at: int) -> float:
        guess = self._guesses[at]
        content = self._contents[at]
        numbered = 0.1 * content.ordinal + 0.1 * content.distinct
        return (guess.confidence if guess else 0.0) + 0.2 * (content.filled > 0) + numbered


def _sense(column: HeadColumn, *, counts: bool) -> Sense | None:
    """What the heading itself says, else what the head above it says, a little less surely.

    Columns of counts below 目标任务 are its shares, no wordings of it.
    """
    for depth, part in enumerate(reversed(column.path)):
        sense = sense_of(part)
        if sense and depth and counts and sense.field == "wording":
            return None
        if sense:
            return replace(sense, confidence=sense.confidence * 0.9**depth)
        if period_of(part) or is_half_year(part):
            return None
    return None
