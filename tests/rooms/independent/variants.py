"""The ways in which the small room can be written differently, each as honest rooms differ, and all conforming."""

VARIANTS = {
    "": "none",
    "capability-links": "links are capabilities that also carry the person's name, and lead straight into the room",
    "tabs": "the list of participants is behind a tab",
    "div-dialogs": "dialogs are elements with the role, without the browser's own behaviour",
    "redrawn": "the lists and the toolbar are drawn from scratch at every message",
    "shadow-tiles": "the content of each tile is in a shadow tree",
    "slow": "the room answers after three seconds",
    "titles-from-right-to-left": "names are shown with a title, and the page runs from right to left",
    "german": "the room speaks German",
    "shifting": "windows and lists grow while one presses",
}
TITLE = "Dr. "
GERMAN = {
    "Ask to join stage": "Um Auftritt bitten",
    "Cancel request": "Bitte zurückziehen",
    "Get ready to join the stage": "Vor dem Auftritt",
    "You are invited to join the stage": "Sie sind auf die Bühne eingeladen",
    "Join stage": "Auftreten",
    "Decline invitation": "Einladung ablehnen",
    "Bring to stage": "Auf die Bühne holen",
    "Invite to stage": "Auf die Bühne einladen",
    "Revoke invitation": "Einladung widerrufen",
    "Remove from stage": "Von der Bühne nehmen",
    "Actions for NAME": "Aktionen für NAME",
    "On stage": "Auf der Bühne",
    "Viewers": "Zuschauer",
    "Participants": "Teilnehmer",
    "Requests": "Anfragen",
    "Controls": "Bedienung",
    "Microphone on": "Mikrofon an",
    "Camera on": "Kamera an",
    "Microphone": "Mikrofon",
    "Camera": "Kamera",
    "Decline": "Ablehnen",
    "Settings": "Einstellungen",
    "Stage": "Bühne",
    "Your name": "Ihr Name",
    "Enter": "Eintreten",
    "request … declined": "Anfrage … abgelehnt",
    "NAME … declined": "NAME … lehnt … Einladung",
    "viewer": "Zuschauer|Zuschauerin",
}
"""The German room's words for the documented ones, as in a room file."""
GERMAN_NEWS = {
    "Your request was declined.": "Ihre Anfrage wurde abgelehnt.",
    " declined the invitation.": " lehnt die Einladung ab.",
    "You are a viewer again.": "Sie sind wieder Zuschauerin.",
    " would like to join.": " bittet um einen Auftritt.",
    "Actions for ": "Aktionen für ",
}


def translated(text: str, variant: str) -> str:
    """Return the text of a page or message in the room's language; longer texts first, since they hold shorter ones."""
    if variant != "german":
        return text
    words = GERMAN_NEWS | {word: own for word, own in GERMAN.items() if "…" not in word and word != "viewer"}
    for word, own in sorted(words.items(), key=lambda pair: -len(pair[0])):
        for before, after in ((">", "<"), ('"', '"'), (" ", "<"), ("", "")):
            if word in GERMAN_NEWS or before:
                text = text.replace(f"{before}{word}{after}", f"{before}{own}{after}")
    return text
