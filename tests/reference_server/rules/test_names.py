"""Names of people: which are refused, and which look alike (SAFE-4)."""

import pytest

from reference_server.rules.names import LONGEST_NAME, MOST_MARKS, BadName, find_look_alikes, normalise_name
from reference_server.rules.stage import Participant, Role


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Zoë",
        "О'Нил",
        "李雷",
        "محمد",
        "José-María",
        "👩\u200d💻",
        "<b>Ada</b>",
        "می\u200cخواهم",
        "Ada (Paris)",
        "Nguyễn Ngọc Ánh",
        "देवनागरी",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "❤️",
        "Youssef",
        "You Li",
        "A",
        "x" * LONGEST_NAME,
    ],
)
def test_ordinary_names_are_unchanged(name: str) -> None:
    assert normalise_name(name) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ｍａｙａ", "Maya"),
        ("𝓜aya", "Maya"),
        ("Ma\u200bya", "Maya"),
        ("Ma\u2060\u00ad\ufeffya", "Maya"),
        ("Maya\u200d", "Maya"),
        ("Maya" + "".join(map(chr, range(0xE0061, 0xE0070))), "Maya"),
        ("Maya\ue000", "Maya"),
        ("\U000e0061Maya", "Maya"),
        ("x" + "\u0334" * 50, "x" + "\u0334" * MOST_MARKS),
        ("x" + "\u20dd" * 50, "x" + "\u20dd" * MOST_MARKS),
        ("\u0334" * 50 + "x", "\u0334" * MOST_MARKS + "x"),
        ("x" + ("\u0334" * 4 + "\u00ad") * 10, "x" + "\u0334" * MOST_MARKS),
        ("x" + ("\u0334" * 4 + "\u200d") * 2 + "y", "x" + "\u0334" * MOST_MARKS + "\u200dy"),
    ],
)
def test_characters_that_disguise_a_name_are_removed(raw: str, name: str) -> None:
    assert normalise_name(raw) == name


@pytest.mark.parametrize("raw", ["", " ", "\u200d", "\ue000", "x" * (LONGEST_NAME + 1)])
def test_a_name_has_1_to_60_visible_characters(raw: str) -> None:
    with pytest.raises(BadName, match="1 to 60"):
        normalise_name(raw)


@pytest.mark.parametrize(
    "name",
    [
        "Moderator",
        "moderators",
        "Maya · Moderator",
        "Maya (Moderator)",
        "Maya Mοderatοr",
        "Maya М0DERAT0R",
        "Maya (you)",
        "Maya（ＹＯＵ）",
        "Maya [you]",
        "You",
        "Maya – Host",
        "Maya (Similar name)",
        "Maya (Mod\u200derator)",
        "Maya ( away)",
    ],
)
def test_a_name_cannot_contain_a_badge(name: str) -> None:
    with pytest.raises(BadName, match="writes beside names"):
        normalise_name(name)


def people(*names: str) -> list[Participant]:
    """Return people with these names, and their positions as ids; an asterisk marks a moderator."""
    roles = {True: Role.MODERATOR, False: Role.ATTENDEE}
    return [Participant(str(index), name.strip("*"), roles[name.endswith("*")]) for index, name in enumerate(names)]


@pytest.mark.parametrize(
    "other", ["Maya", "MAYA", "Мaya", "Mауа", "M a y a", "Maya.", "Máya", "Ma\u200dya", "ⅿaya", "Maya\u0334\u0334"]
)
def test_a_name_that_looks_like_a_moderators_is_found(other: str) -> None:
    assert find_look_alikes(people("Ada", "Maya*", other)) == {"2"}
    assert find_look_alikes(people(other, "Ada", "Maya*")) == {"0"}, "the look-alike entered before the moderator"


def test_the_later_of_two_similar_names_is_found() -> None:
    assert find_look_alikes(people("Paypal", "Ada", "PaypaI", "Paypa1")) == {"2", "3"}


def test_different_names_are_not_similar() -> None:
    names = ("Maya*", "Maja", "Mary", "Мария", "👩‍💻", "👨‍💻", "李雷", "李蕾", "Ben", "Ada", "Ida")
    assert find_look_alikes(people(*names)) == set()
