"""The ways in which the small room can be written differently, each as honest rooms differ, and all conforming."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.rooms.independent.languages import ARABIC, GERMAN, JAPANESE, Language


@dataclass(frozen=True)
class Variant:
    """One way to write the room; ``prefix`` and ``suffix`` are what it adds to people's names."""

    what: str = ""
    language: Language | None = None
    prefix: str = ""
    suffix: str = ""
    direction: str = "ltr"

    def shown(self, name: str) -> str:
        """Return the name as the room shows it, also of a name that is shown so already."""
        return f"{self.prefix}{name.removeprefix(self.prefix).removesuffix(self.suffix)}{self.suffix}"

    @property
    def code(self) -> str:
        """The language of the page, as in HTML's lang."""
        return self.language.code if self.language else "en"

    @property
    def words(self) -> Mapping[str, str]:
        """The room's words for documented ones, for its room file."""
        return self.language.room_file_words if self.language else {}

    def translated(self, text: str) -> str:
        return self.language.translated(text) if self.language else text


VARIANTS: Mapping[str, Variant] = {
    "capability-links": Variant("links are capabilities that carry the person's name, and lead straight into the room"),
    "tabs": Variant("the list of participants is behind a tab"),
    "one-page": Variant("all parts stand one below the other on a page that scrolls"),
    "dialog-menus": Variant("the actions for a person are buttons in a dialog"),
    "listbox-menus": Variant("the actions for a person are the options of a list box"),
    "div-dialogs": Variant("dialogs are elements with the role, without the browser's own behaviour"),
    "redrawn": Variant("the lists and the toolbar are drawn from scratch at every message"),
    "shadow-tiles": Variant("the content of each tile is in a shadow tree"),
    "canvas": Variant("pictures are drawn on a canvas; the videos are not in the page"),
    "mixed-voices": Variant("one audio element plays the mixed voices of all; the videos are silent"),
    "forwarded": Variant("one page forwards all media by WebRTC, on tracks that are replaced, paused and resumed"),
    "slow": Variant("the room answers after three seconds"),
    "shifting": Variant("windows and lists grow while one presses"),
    "titles-from-right-to-left": Variant(
        "names get a title; the page runs from right to left", None, "Dr. ", "", "rtl"
    ),
    "german": Variant("the room speaks German", GERMAN),
    "arabic": Variant(
        "the room speaks Arabic, and adds a surname to each name", ARABIC, suffix=" الهاشمي", direction="rtl"
    ),
    "japanese": Variant("the room speaks Japanese, and adds さん to each name", JAPANESE, suffix="さん"),
}


def style_of(names: Iterable[str]) -> Variant:
    """Return what these variants, which may be combined, say of language, names and direction."""
    chosen = [VARIANTS[name] for name in names if name in VARIANTS]
    return Variant(
        " and ".join(variant.what for variant in chosen),
        next((variant.language for variant in chosen if variant.language), None),
        "".join(variant.prefix for variant in chosen),
        "".join(variant.suffix for variant in chosen),
        "rtl" if any(variant.direction == "rtl" for variant in chosen) else "ltr",
    )
