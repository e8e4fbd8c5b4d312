"""Guards: each raises a Refusal if a command is not allowed; some return the participant."""

from reference_server.rules.stage.state import Access, Participant, Refusal, Role, StageState, Standing
from reference_server.rules.user_text import isolated


def require_present(state: StageState, by: str) -> Participant:
    """Return the participant who gives a command; refuse it if they have left."""
    if by not in state.by_id:
        raise Refusal("not_here", "You are not in the session any more. Reload the page to come back.")
    return state.by_id[by]


def require_moderator(state: StageState, by: str) -> None:
    """Refuse the command to anybody but moderators (SAFE-1)."""
    if require_present(state, by).role is not Role.MODERATOR:
        raise Refusal("not_a_moderator", "Only a moderator can do this.")


def require_attendee(state: StageState, by: str) -> None:
    """Refuse the command to moderators."""
    if require_present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "A moderator joins the stage directly.")


def require_viewing_attendee(state: StageState, by: str) -> None:
    """Refuse the command to moderators and to people on stage: they raise no hands (VIEW-5)."""
    if require_present(state, by).role is not Role.ATTENDEE:
        raise Refusal("not_an_attendee", "Only attendees can raise a hand.")
    if by in state.stage:
        raise Refusal("already_on_stage", "You are on stage: just speak.")


def require_person(state: StageState, person: str) -> Participant:
    """Return the participant whom a command names; refuse it if they have left."""
    if person not in state.by_id:
        raise Refusal("unknown_person", "That person is not in the session any more.")
    return state.by_id[person]


def require_viewer(state: StageState, person: str, subject: str) -> None:
    """Refuse unless the person is a viewer without request or invitation.

    `subject` is their name, or "You".
    """
    has, is_ = ("have", "are") if subject == "You" else ("has", "is")
    refusals = {
        Standing.ON_STAGE: Refusal("already_on_stage", f"{subject} {is_} on stage already."),
        Standing.INVITED: Refusal("already_invited", f"{subject} {has} been invited already."),
        Standing.ASKING: Refusal("already_asking", f"{subject} {has} asked already."),
    }
    standing = state.standing(person)
    if standing in refusals:
        raise refusals[standing]


def require_open_request(state: StageState, by: str, person: str) -> None:
    """Refuse unless `by` is a moderator and the person has an open request."""
    require_moderator(state, by)
    name = isolated(require_person(state, person).name)
    if state.standing(person) is not Standing.ASKING:
        raise Refusal("not_asking", f"{name} has no open request.")


def require_not_removed(state: StageState, person: str) -> None:
    """Refuse people whom a moderator removed from the session, until one lets them in (MODERATE-9)."""
    if person in state.removed_by_id:
        raise Refusal("removed", "A moderator removed you from this session. Reload the page to ask to be let in.")


def require_returning(state: StageState, by: str, person: str) -> Participant:
    """Return the removed person who asks to be let in.

    Raises Refusal unless `by` is a moderator and the person asks.
    """
    require_moderator(state, by)
    if person not in state.return_requests:
        raise Refusal("not_asking", "That person does not ask to come back any more.")
    return state.removed_by_id[person]


def require_right_to_join(state: StageState, by: str) -> None:
    """Refuse anybody without the right to go live at this moment; do not check whether the stage is full."""
    role, standing = require_present(state, by).role, state.standing(by)
    if standing is Standing.ON_STAGE:
        raise Refusal("already_on_stage", "You are on stage already.")
    if role is Role.MODERATOR or standing is Standing.INVITED:
        return
    if standing is Standing.ASKING:
        raise Refusal("not_offered", "Your request has not been answered yet.")
    if state.access is not Access.EVERYONE:
        raise Refusal("not_offered", "You need an invitation to join the stage.")
