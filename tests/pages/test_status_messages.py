"""The suite recognises notifications by the words in a room file, in any language and script."""

import tomllib
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from pages.documented_words import WORDS
from pages.screen import Screen
from pages.status_messages import StatusMessages, patterns_of
from pages.words import Words, whole_word

LANGUAGES = {
    "English": ("", {
        "request … declined": "Your request was declined.",
        "request … closed": "Your request was closed.",
        "invitation … withdrawn": "Your invitation was withdrawn.",
        "stage … full": "The stage is full.",
        "viewer": "You are a viewer again.",
        "NAME … declined": "Ada declined the invitation.",
        "connection … lost": "The connection is lost.",
        "poll … closed": "The poll “Lunch?” is closed.",
    }),
    "German": ("""
        "request … declined" = "Anfrage … abgelehnt"
        "request … closed" = "Anfrage … geschlossen"
        "invitation … withdrawn" = "Einladung … zurückgezogen"
        "stage … full" = "Bühne … voll"
        "viewer" = "Zuschauer|Zuschauerin"
        "NAME … declined" = "NAME … lehnt|abgelehnt … Einladung"
        "connection … lost" = "Verbindung … unterbrochen"
        "poll … closed" = "Umfrage … beendet"
    """, {
        "request … declined": "Ihre Anfrage wurde abgelehnt.",
        "request … closed": "Die Anfrage wurde geschlossen, da sich der Zugang geändert hat.",
        "invitation … withdrawn": "Zurückgezogen: Ihre Einladung auf die Bühne.",
        "stage … full": "Die Bühne ist voll.",
        "viewer": "Sie sind wieder Zuschauerin.",
        "NAME … declined": "Ada lehnt die Einladung ab.",
        "connection … lost": "Die Verbindung ist unterbrochen.",
        "poll … closed": "Die Umfrage „Lunch?“ ist beendet.",
    }),
    "Arabic": ("""
        "request … declined" = "طلبك … رُفض|رفض"
        "request … closed" = "طلبك … أُغلق|أغلق"
        "invitation … withdrawn" = "دعوتك … سُحبت"
        "stage … full" = "المنصة … ممتلئة"
        "viewer" = "مشاهد"
        "NAME … declined" = "NAME … رفض … الدعوة"
        "connection … lost" = "الاتصال … انقطع"
        "poll … closed" = "الاستطلاع … انتهى"
    """, {
        "request … declined": "تم رفض طلبك",
        "request … closed": "أُغلق طلبك لأن الوصول تغيّر",
        "invitation … withdrawn": "سُحبت دعوتك",
        "stage … full": "المنصة ممتلئة، حاول لاحقًا",
        "viewer": "عدتَ مشاهدًا",
        "NAME … declined": "رفض \u2068Ada\u2069 الدعوة",
        "connection … lost": "انقطع الاتصال",
        "poll … closed": "انتهى الاستطلاع «Lunch?»",
    }),
    "Japanese": ("""
        "request … declined" = "リクエスト … 却下"
        "request … closed" = "リクエスト … 終了"
        "invitation … withdrawn" = "招待 … 取り消"
        "stage … full" = "ステージ … 満員"
        "viewer" = "視聴者"
        "NAME … declined" = "NAME … 辞退"
        "connection … lost" = "接続 … 切れ"
        "poll … closed" = "投票 … 締め切"
    """, {
        "request … declined": "リクエストは却下されました",
        "request … closed": "リクエストの受付は終了しました",
        "invitation … withdrawn": "招待が取り消されました",
        "stage … full": "ステージは満員です",
        "viewer": "視聴者に戻りました",
        "NAME … declined": "Adaさんが招待を辞退しました",
        "connection … lost": "接続が切れました",
        "poll … closed": "投票「Lunch?」を締め切りました",
    }),
}  # fmt: skip
"""For each language, the table [words] of a room file, and the room's messages by the notification that each is."""
NOTIFICATIONS = list(LANGUAGES["English"][1])


def parse_words(table: str) -> dict[str, str]:
    return {str(word): str(replacement) for word, replacement in tomllib.loads(table).items()}


def find_notifications(words: Words, text: str) -> list[str]:
    """Return the notifications whose patterns all match the text."""
    return [
        notification
        for notification in NOTIFICATIONS
        if all(pattern.search(text) for pattern in patterns_of(words, notification, name="Ada"))
    ]


@pytest.mark.parametrize(("table", "messages"), LANGUAGES.values(), ids=LANGUAGES)
def test_each_message_is_recognised_as_its_notification_and_no_other(table: str, messages: Mapping[str, str]) -> None:
    words = Words(parse_words(table))
    assert {text: find_notifications(words, text) for text in messages.values()} == {
        text: [notification] for notification, text in messages.items()
    }


@pytest.mark.parametrize(("table", "messages"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_browser_recognises_each_message_as_its_notification_and_no_other(
    isolated_page: Page, table: str, messages: Mapping[str, str]
) -> None:
    """Playwright translates the patterns into JavaScript."""
    status_messages = StatusMessages(Screen("Ada", "laptop", isolated_page, Words(parse_words(table))))
    isolated_page.set_content("".join(f"<p role=status>{text}</p>" for text in messages.values()))
    for notification, text in messages.items():
        assert status_messages.saying(notification, name="Ada").all_inner_texts() == [text]


@pytest.mark.parametrize(("table", "messages"), LANGUAGES.values(), ids=LANGUAGES)
def test_a_room_file_can_replace_each_notification(table: str, messages: Mapping[str, str]) -> None:
    assert parse_words(table).keys() <= WORDS
    assert messages.keys() <= WORDS


def test_an_untranslated_message_of_a_translated_room_is_not_recognised() -> None:
    words = Words(parse_words(LANGUAGES["German"][0]))
    assert find_notifications(words, "Your request was declined.") == []


def test_a_notification_is_recognised_by_the_name_that_the_room_shows() -> None:
    words = Words(shown_names={"Ada": "Dr. Ada Marsh"})
    assert find_notifications(words, "Dr. Ada Marsh declined the invitation.") == ["NAME … declined"]


@pytest.mark.parametrize("text", ["Adamine declined", "NAda declined", "Ada_1 declined", "Adaé declined"])
def test_a_name_within_another_word_is_not_found(text: str) -> None:
    assert not whole_word("Ada").search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Adaさん",
        "「Ada」",
        "\u2068Ada\u2069",
        "لـAda",
        "Ada님",
        "ada",
        "Ada's",
        "×Ada",
        "«Ada»",
        "Ben·Ada",
        "¿Ada?",
        "Ada²",
    ],
)
def test_a_name_with_attached_particles_or_punctuation_is_found(text: str) -> None:
    assert whole_word("Ada").search(text)
