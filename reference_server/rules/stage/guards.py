"""Who somebody is, or the refusal that they are not who a command is for."""

from reference_server.rules.stage.state import Access, Person, Refusal, Role, Standing, State
from reference_server.rules.user_text import isolated


def present(state: State, by: str) -> Person:
    """Who gives a command, or a refusal where they have gone."""
    if by not in state.by_id:
        raise Refusal("not_here", "You are not in the session any more. Reload the page to come back.")
    return state.by_id[by]


def moderator(state: State, by: str) -> None:
    """Refuse what only moderators may do (SAFE-1)."""
    if present(state, by).role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")


def attendee(state: State, by: str) -> None:
    """Refuse what only attendees do."""
    if present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "A moderator joins the stage directly.")


def viewer_with_hands(state: State, by: str) -> None:
    """Refuse moderators, and those on stage: they raise no hands (VIEW-5)."""
    if present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "Hands are for attendees to raise.")
    if by in state.stage:
        raise Refusal("already_on_stage", "You are on stage: just speak.")


def person_of(state: State, person: str) -> Person:
    """The person a command names, or a refusal where they have gone."""
    if person not in state.by_id:
        raise Refusal("unknown_person", "That person is not in the session any more.")
    return state.by_id[person]


def refuse_if_already(state: State, person: str, name: str) -> None:
    """Refuse to let somebody ask or be invited who is on the way to the stage; `name` is a name, or "You"."""
    has, is_ = ("have", "are") if name == "You" else ("has", "is")
    already = {
        Standing.ON_STAGE: Refusal("already_on_stage", f"{name} {is_} on stage already."),
        Standing.INVITED: Refusal("already_invited", f"{name} {has} been invited already."),
        Standing.ASKING: Refusal("already_asking", f"{name} {has} asked already."),
    }
    standing = state.standing(person)
    if standing in already:
        raise already[standing]


def refuse_if_not_asking(state: State, by: str, person: str) -> None:
    """Refuse to answer a request that is not there (any more), or by anybody but a moderator."""
    moderator(state, by)
    name = isolated(person_of(state, person).name)
    if state.standing(person) is not Standing.ASKING:
        raise Refusal("not_asking", f"{name} has no open request. It was answered or cancelled.")


def refuse_if_no_right_to_join(state: State, by: str) -> None:
    """Refuse whoever has no right to go live at this moment, room on stage or not."""
    role, standing = present(state, by).role, state.standing(by)
    if standing is Standing.ON_STAGE:
        raise Refusal("already_on_stage", "You are on stage already.")
    if role is Role.MODERATOR or standing is Standing.INVITED:
        return
    if standing is Standing.ASKING:
        raise Refusal("not_offered", "Your request has not been answered yet.")
    if state.access is not Access.EVERYONE:
        raise Refusal("not_offered", "You need an invitation to join the stage.")
