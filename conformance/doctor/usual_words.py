"""Words that rooms commonly use instead of the documented ones, to guess the words of an unknown room."""

from collections.abc import Mapping

USUAL_WORDS: Mapping[str, tuple[str, ...]] = {
    "Your name": ("Name", "Display name", "Nickname", "Username"),
    "Enter": ("Join", "Join room", "Join meeting", "Connect", "Continue", "Log in"),
    "Join stage": ("Go live", "Publish", "Present", "Join call", "Start broadcasting", "Enable camera"),
    "Ask to join stage": ("Raise hand", "Request to speak", "Request to join"),
    "Cancel request": ("Lower hand", "Withdraw request", "Cancel"),
    "Bring to stage": ("Accept", "Approve", "Allow", "Allow to present", "Admit"),
    "Decline": ("Reject", "Deny", "Dismiss"),
    "Invite to stage": ("Make presenter", "Promote", "Allow to present"),
    "Revoke invitation": ("Cancel invitation", "Withdraw invitation"),
    "Decline invitation": ("Reject", "No, thanks"),
    "Remove from stage": ("Remove", "Demote", "Make viewer", "Forbid to present"),
    "Remove from session": ("Kick out", "Kick", "Ban", "Remove from meeting"),
    "Participants": ("People", "Users", "Attendees", "Who's here"),
    "Viewers": ("Audience", "Attendees"),
    "Message": ("Type a message", "Enter a message", "Say something", "Write a message"),
    "Send": ("Send message", "Submit", "➤"),
    "Raise hand": ("Hand",),
    "Settings": ("Preferences", "Options"),
    "Microphone": ("Mic", "Mute", "Unmute"),
    "Camera": ("Video", "Webcam"),
    "Applause": ("Clap", "👏"),
    "Heart": ("Love", "❤️"),
    "Laugh": ("Joy", "😂", "🤣"),
    "Surprise": ("Wow", "😮"),
    "Thumbs up": ("Like", "👍"),
    "Celebrate": ("Party", "🎉"),
}
"""For each documented word, usual ones of the same meaning."""


def has_other_meaning(name: str, word: str) -> bool:
    """Return whether an element's name is a usual word for another documented word, and not for this one."""
    meanings = {documented for documented, usual in USUAL_WORDS.items() if _plain(name) in map(_plain, usual)}
    return bool(meanings) and word not in meanings


def _plain(name: str) -> str:
    return name.casefold().rstrip(" .…:")
