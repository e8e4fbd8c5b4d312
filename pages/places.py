"""The page objects of one person's screen; a room whose screens differ replaces some of them."""

from importlib import import_module

from pages.absence import Absence
from pages.chat import Chat
from pages.entry import Entry
from pages.getting_ready import GettingReady
from pages.invitation import Invitation
from pages.moderator_controls import ModeratorControls
from pages.participants import Participants
from pages.polls import Polls
from pages.quizzes import Quizzes
from pages.reactions import Reactions
from pages.removed import Removed
from pages.requests import Requests
from pages.screen import Screen
from pages.settings import Settings
from pages.stage import Stage
from pages.status_messages import StatusMessages
from pages.toolbar import Toolbar


def places_of(adapter: str | None) -> "type[Places]":
    """Return the class of the page objects: the documented ones, or those of an adapter ("module:Class").

    Raises LookupError, with a message for the author of the room file, if there is no such class.
    """
    if adapter is None:
        return Places
    adapter_class = _import_object(adapter)
    if not (isinstance(adapter_class, type) and issubclass(adapter_class, Places)):
        raise LookupError(f"adapter: {adapter} must be a class that inherits from pages.places.Places.")
    return adapter_class


def _import_object(adapter: str) -> object:
    module, _, name = adapter.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"adapter: {error}. Is its folder on PYTHONPATH?") from error


class Places:
    """The page objects of a person's screen, one for each part of it."""

    def __init__(self, screen: Screen) -> None:
        self.entry = Entry(screen)
        self.toolbar = Toolbar(screen)
        self.getting_ready = GettingReady(screen)
        self.invitation = Invitation(screen)
        self.status_messages = StatusMessages(screen)
        self.requests = Requests(screen)
        self.removed = Removed(screen)
        self.stage = Stage(screen)
        self.participants = Participants(screen)
        self.chat = Chat(screen)
        self.reactions = Reactions(screen)
        self.settings = Settings(screen)
        self.moderator_controls = ModeratorControls(screen, self.participants)
        self.polls = Polls(screen)
        self.quizzes = Quizzes(screen)
        self.absence = Absence(screen, self.participants)

    @property
    def news(self) -> StatusMessages:
        """The former name of `status_messages`, for adapters that use it."""
        return self.status_messages

    @news.setter
    def news(self, status_messages: StatusMessages) -> None:
        self.status_messages = status_messages

    def join_stage(self) -> None:
        """Join the stage: press the button on the toolbar, then go live in the dialog.

        An adapter overrides this for a room without that dialog, so that the rules about the stage can be tested. The
        rules about the dialog itself do not use this method.
        """
        self.toolbar.press_button("Join stage")
        self.getting_ready.expect_open()
        self.getting_ready.go_live()
