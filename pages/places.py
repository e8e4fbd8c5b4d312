"""All places of one person's screen together. A room whose screens differ puts its own in their stead."""

from pages.entry import Entry
from pages.getting_ready import GettingReady
from pages.invitation import Invitation
from pages.news import News
from pages.participants import Participants
from pages.requests import Requests
from pages.screen import Screen
from pages.settings import Settings
from pages.stage import Stage
from pages.toolbar import Toolbar


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
        self.settings = Settings(screen)
