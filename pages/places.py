"""All places of one person's screen together. A room whose screens differ puts its own in their stead."""

from importlib import import_module

from pages.absence import Absence
from pages.chat import Chat
from pages.entry import Entry
from pages.getting_ready import GettingReady
from pages.invitation import Invitation
from pages.moderating import Moderating
from pages.news import News
from pages.participants import Participants
from pages.polls import Polls
from pages.quizzes import Quizzes
from pages.reactions import Reactions
from pages.requests import Requests
from pages.screen import Screen
from pages.settings import Settings
from pages.stage import Stage
from pages.toolbar import Toolbar


def places_of(adapter: str | None) -> "type[Places]":
    """The page objects to use: the documented ones, or a room's own, named "package.module:Class".

    Raises LookupError, in words for whoever wrote the room file, where there is no such class.
    """
    if adapter is None:
        return Places
    module, _, name = adapter.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"adapter: {error}. Is its folder on PYTHONPATH?") from error
    if not (isinstance(found, type) and issubclass(found, Places)):
        raise LookupError(f"adapter: {adapter} must be a class that inherits from pages.places.Places.")
    return found


class Places:
    """The places that a person finds on their screen."""

    def __init__(self, screen: Screen) -> None:
        self.entry = Entry(screen)
        self.toolbar = Toolbar(screen)
        self.getting_ready = GettingReady(screen)
        self.invitation = Invitation(screen)
        self.news = News(screen)
        self.requests = Requests(screen)
        self.stage = Stage(screen)
        self.participants = Participants(screen)
        self.chat = Chat(screen)
        self.reactions = Reactions(screen)
        self.settings = Settings(screen)
        self.moderating = Moderating(screen, self.participants)
        self.polls = Polls(screen)
        self.quizzes = Quizzes(screen)
        self.absence = Absence(screen, self.participants)

    def join_stage(self) -> None:
        """From the toolbar to the stage, through the window between them.

        A room that takes people live without that window puts its own way here, so that the rules about what happens on
        stage can be put to the test; those about the window look for it by themselves.
        """
        self.toolbar.press_button("Join stage")
        self.getting_ready.expect_open()
        self.getting_ready.go_live()
