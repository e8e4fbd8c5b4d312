"""The variants of the small room, with other HTML, texts or media, as in other products.

All of them conform.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.rooms.independent.languages import ARABIC, GERMAN, JAPANESE, Language


@dataclass(frozen=True)
class Variant:
    """A variant of the room.

    It adds ``prefix`` and ``suffix`` to people's names; ``direction`` is that of its text; ``hides_idle_controls``:
    whether its toolbar is hidden while the mouse rests.
    """

    description: str = ""
    language: Language | None = None
    prefix: str = ""
    suffix: str = ""
    direction: str = "ltr"
    hides_idle_controls: bool = False

    def shown_name(self, name: str) -> str:
        """Return the name with prefix and suffix; do not repeat those that it already has."""
        return f"{self.prefix}{name.removeprefix(self.prefix).removesuffix(self.suffix)}{self.suffix}"

    @property
    def language_code(self) -> str:
        """The value of the page's HTML attribute lang."""
        return self.language.code if self.language else "en"

    @property
    def words(self) -> Mapping[str, str]:
        """The room's words for the documented words, for its room file."""
        return self.language.room_file_words if self.language else {}

    def translate(self, text: str) -> str:
        return self.language.translate(text) if self.language else text


VARIANTS: Mapping[str, Variant] = {
    "key-links": Variant("links contain a key and the person's name, and open the room without an entry form"),
    "tabs": Variant("the list of participants is in a tab panel, hidden at first"),
    "one-page": Variant("all parts are in one column on a page that scrolls"),
    "dialog-menus": Variant("the actions for a person are buttons in a dialog"),
    "listbox-menus": Variant("the actions for a person are the options of a list box"),
    "div-dialogs": Variant("dialogs are elements with the role dialog, without the browser's own behaviour"),
    "redrawn": Variant("the lists and the toolbar are drawn from scratch at every message"),
    "shadow-tiles": Variant("the content of each tile is in a shadow tree"),
    "canvas": Variant("pictures are drawn on a canvas; the video elements are not in the page"),
    "mixed-voices": Variant("one audio element plays the mixed voices of all; the video elements are muted"),
    "forwarded": Variant("one page forwards all media by WebRTC, on tracks that are replaced, paused and resumed"),
    "slow": Variant("the server handles each message after three seconds"),
    "shifting": Variant("dialogs and lists grow while a person presses a button"),
    "idle-controls": Variant("the toolbar is hidden while the mouse rests", hides_idle_controls=True),
    "titles-from-right-to-left": Variant(
        "names get a title; the page runs from right to left", prefix="Dr. ", direction="rtl"
    ),
    "german": Variant("the room is in German", GERMAN),
    "arabic": Variant(
        "the room is in Arabic, and adds a surname to each name", ARABIC, suffix=" الهاشمي", direction="rtl"
    ),
    "japanese": Variant("the room is in Japanese, and adds さん to each name", JAPANESE, suffix="さん"),
}


def combine_variants(names: Iterable[str]) -> Variant:
    """Return one variant with the properties of all of these; unknown names are ignored."""
    chosen = [VARIANTS[name] for name in names if name in VARIANTS]
    return Variant(
        " and ".join(variant.description for variant in chosen),
        next((variant.language for variant in chosen if variant.language), None),
        "".join(variant.prefix for variant in chosen),
        "".join(variant.suffix for variant in chosen),
        "rtl" if any(variant.direction == "rtl" for variant in chosen) else "ltr",
        any(variant.hides_idle_controls for variant in chosen),
    )
