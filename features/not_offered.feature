Feature: What a room does not offer
  Not every room has a chat, polls or moderators. A room declares which capabilities it lacks. The rules about them do
  not bind the room, but no screen may show them.

  Rule: Nobody finds a capability that the room declares absent

    Background:
      Given a session
      And Maya moderates
      And Ada attends

    @absent-access_everyone
    Scenario: No joining directly
      Then the room offers no session in which everyone may join the stage
      And Maya cannot set the stage access to "Everyone on stage"

    @absent-access_request
    Scenario: No joining by request
      Then the room offers no session in which attendees ask to join the stage
      And Maya cannot set the stage access to "Join by request"

    @absent-access_invite
    Scenario: No joining by invitation
      Then the room offers no session in which attendees join the stage by invitation
      And Maya cannot set the stage access to "Invite only"

    @absent-access_nobody
    Scenario: No session without stage access
      Then the room offers no session in which nobody may join the stage
      And Maya cannot set the stage access to "No stage access"

    @absent-moderators
    Scenario: No moderators
      Given Ada is on stage
      Then nobody finds anything that only a moderator has

    @absent-several_moderators
    Scenario: Only one moderator
      When Ada tries a moderator's link
      Then no link made Ada a moderator

    @absent-settings
    Scenario: No settings
      Then nobody finds settings of the session

    @absent-participants
    Scenario: No list of participants
      Then nobody finds a list of participants

    @absent-chat
    Scenario: No chat
      Then nobody finds a chat

    @absent-reactions
    Scenario: No reactions
      Then nobody finds a way to react

    @absent-hands
    Scenario: No raised hands
      Then nobody finds a way to raise a hand

    @absent-remove_from_session
    Scenario: No removal from the session
      Then nobody finds a way to remove anybody from the session

    @absent-delete_messages
    Scenario: No deletion of messages
      Given Ada is on stage
      Then nobody finds a way to delete messages

    @absent-chat_switch
    Scenario: No turning the chat off
      Then nobody finds a way to turn the chat off

    @absent-polls
    Scenario: No polls
      Then nobody finds polls

    @absent-quizzes
    Scenario: No quizzes
      Then nobody finds quizzes

    @absent-mute_all
    Scenario: No muting of everybody
      Given Ada is on stage
      Then nobody finds a way to mute everybody

    @absent-level_meter
    Scenario: No level meter
      When Ada chooses to join the stage
      Then nobody finds a level meter
      When Ada goes live
      Then nobody finds a level meter

    @absent-getting_ready
    Scenario: On stage without getting ready
      Given Ada is on stage
      Then Ada was never asked to get ready

    @absent-moderators_as_viewers
    Scenario: Moderators on stage from the start
      Then Maya is on stage
      And Ada sees and hears Maya

  Rule: Where no invitation follows an approval, the approval puts the person on stage

    Background:
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends

    @absent-invitation_after_approval
    Scenario: On stage by the approval
      When Ada asks to join the stage
      And Maya brings Ada to the stage
      Then Ada is on stage
      And Ada was never invited to join the stage
