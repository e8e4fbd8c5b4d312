"""What moderators set for the session."""

from pytest_bdd import parsers, then, when

from people.scene import Scene
from steps.sentences import sentence


@when(parsers.re(r'(?P<moderator>[A-Z][a-z]+) changes the stage access to "(?P<access>[^"]+)"'))
def change_access(scene: Scene, moderator: str, access: str) -> None:
    scene[moderator].places.settings.set_stage_access(access)


@then(parsers.re(r'(?P<moderator>[A-Z][a-z]+) finds the stage access set to "(?P<access>[^"]+)"'))
def finds_access(scene: Scene, moderator: str, access: str) -> None:
    scene[moderator].places.settings.expect_stage_access(access)


@then(sentence("{NAME} finds no settings"))
def no_settings(scene: Scene, name: str) -> None:
    scene[name].places.settings.expect_not_offered()
