"""A drafted text in a field: how long it counts as drafted, and when it follows the amount."""

from __future__ import annotations


class Draft:
    """The draft beside what is written; it never takes the place of a person's words.

    Attributes:
        offered: the text shown that counts as written only once the clerk goes on with it.
        following: the text accepted as it was drafted, which goes on following the amount.
    """

    def __init__(self) -> None:
        self.offered = ""
        self.following = ""

    def begin(self, drafted: str, *, written: str, is_nil: bool) -> str:
        """Begin an entry; what its field is to show."""
        self.offered = "" if written or is_nil else drafted
        self.following = drafted if written == drafted else ""
        return written or self.offered

    def is_offered(self, text: str) -> bool:
        """The text is the untouched draft."""
        return bool(self.offered) and text == self.offered

    def is_no_ones_words(self, text: str) -> bool:
        """Nothing is written: the field is empty, or shows the untouched draft."""
        return text in {"", self.offered}

    def follows(self, text: str) -> bool:
        """The text may be drafted anew when the amount changes."""
        return bool(text) and text in {self.offered, self.following}

    def renew(self, text: str, fresh: str) -> None:
        """A text that followed reads otherwise now."""
        if text == self.offered:
            self.offered = fresh
        else:
            self.following = fresh

    def accept(self, text: object) -> None:
        """This is written now; a draft accepted goes on following the amount."""
        if text:
            self.following = self.offered if text == self.offered else self.following
            self.offered = ""
