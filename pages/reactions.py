"""Reactions: the button "React" opens a choice; the stage shows each reaction with the sender's name."""

from playwright.sync_api import Locator

from pages.screen import Place


class Reactions(Place):
    """The images on the stage, each named by the reaction and the person, such as "Applause from Ada"."""

    @property
    def root(self) -> Locator:
        return self.screen.view.get_by_role("region", name=self.words("Stage"), exact=True)

    @property
    def opener(self) -> Locator:
        return self.screen.view.get_by_role("button", name=self.words("React"), exact=True)

    def choice(self, reaction: str) -> Locator:
        """Return the button of this reaction, once the reactions are open."""
        return self.screen.view.get_by_role("button", name=self.words(reaction), exact=True)

    def react(self, reaction: str) -> None:
        self.press_opener()
        self.expect_there(self.choice(reaction), f'the reaction "{reaction}" to choose')
        self.screen.notify_recorder()
        self.choose(reaction)

    def press_opener(self) -> None:
        self.press(self.opener, 'the button "React"')

    def choose(self, reaction: str) -> None:
        self.press(self.choice(reaction), f'the reaction "{reaction}"')

    def image_name(self, reaction: str, name: str) -> str:
        """Return the accessible name of the reaction's image."""
        return self.words("REACTION from NAME", name).replace("REACTION", self.words(reaction))

    def of(self, reaction: str, name: str) -> Locator:
        return self.root.get_by_role("img", name=self.image_name(reaction, name), exact=True)

    def expect_seen(self, reaction: str, name: str) -> None:
        self.expect_there(self.of(reaction, name).first, f'the reaction "{reaction}" from {name} over the stage')
