Feature: Joining the stage by invitation
  Where the stage is for invited speakers, a moderator chooses who comes on stage. An invited person accepts or
  declines, and chooses devices before going live.

  Background:
    Given a session in which attendees join the stage by invitation
    And Maya moderates

  Rule: Without an invitation, an attendee can neither join the stage nor ask to join

    @INVITE-1
    Scenario: No button to join or to ask
      When Ada arrives
      Then Ada finds no way to join the stage or to ask for it

  Rule: A moderator invites, and the attendee is asked whether to join

    @INVITE-2
    Scenario: An invitation pops up
      Given Ada attends
      When Maya invites Ada to the stage
      Then Ada is invited to join the stage
      And Ada is a viewer on everybody else's screen

  Rule: A person who accepts can choose devices before going live

    @INVITE-3
    Scenario: From the invitation to the stage
      Given Ada attends with several cameras
      And Maya has invited Ada to the stage
      When Ada accepts the invitation
      Then Ada finds the window "Get ready to join the stage"
      And Ada can choose between several cameras
      When Ada chooses another camera
      And Ada goes live
      Then Ada is on stage
      And the chosen camera of Ada is live

    @INVITE-3
    Scenario: The invited speaker is seen and heard
      Given Ada and Ben attend
      And Maya has invited Ada to the stage
      When Ada accepts the invitation
      And Ada goes live
      Then Ada is on stage
      And Ben sees and hears Ada

  Rule: A person who declines stays a viewer

    @INVITE-4
    Scenario: Declining an invitation
      Given Ada attends
      And Maya has invited Ada to the stage
      When Ada declines the invitation
      Then Ada is a viewer
      And Ada finds no way to join the stage or to ask for it

  Rule: The moderator is notified of the decline, and can invite again

    @INVITE-5
    Scenario: A second invitation
      Given Ada attends
      And Maya has invited Ada to the stage
      When Ada declines the invitation
      Then Maya is notified that Ada declined the invitation
      When Maya invites Ada to the stage
      Then Ada is invited to join the stage

  Rule: Any moderator can revoke an invitation until it is answered

    @INVITE-6
    Scenario: Another moderator revokes
      Given Noah moderates
      And Ada and Ben attend
      And Maya has invited Ada to the stage
      And Maya has invited Ben to the stage
      When Noah revokes the invitation of Ada
      Then Ada is no longer invited
      And Ben is invited to join the stage
      And Ada finds no way to join the stage or to ask for it

  Rule: Only the person invited gets the invitation

    @INVITE-7
    Scenario: Only the invited person sees the invitation
      Given Ada and Ben attend
      When Maya invites Ada to the stage
      And Cleo arrives
      Then Ben finds Cleo listed under "Viewers"
      And Ben was never invited to join the stage
      When Maya invites Ben to the stage
      Then Ben is invited to join the stage

  Rule: A revoked or answered invitation cannot be used to go live

    @INVITE-8
    Scenario: Revoked while getting ready
      Given Ada attends
      And Maya has invited Ada to the stage
      And Ada has accepted the invitation
      When Maya revokes the invitation of Ada
      Then Ada no longer finds the window "Get ready to join the stage"
      And Ada is a viewer
      And the camera and microphone of Ada are released

    @INVITE-8
    Scenario: An invitation can be used only once
      Given Ada attends
      And Ada is on stage
      And Maya has removed Ada from the stage
      When the browser of Ada repeats what it sent to go live
      And Maya invites Ada to the stage
      Then Ada is invited to join the stage
      And Ada is a viewer on everybody else's screen

    @INVITE-8
    Scenario: A revoked invitation cannot be used
      Given Ada attends
      And Ada is on stage
      And Maya has removed Ada from the stage
      And Maya has invited Ada to the stage
      And Maya has revoked the invitation of Ada
      When the browser of Ada repeats what it sent to go live
      And Maya invites Ada to the stage
      Then Ada is invited to join the stage
      And Ada is a viewer on everybody else's screen

  Rule: A person whose invitation was revoked is notified

    @INVITE-9
    Scenario: A message about the revoked invitation
      Given Ada and Ben attend
      And Maya has invited Ada to the stage
      And Maya has invited Ben to the stage
      When Maya revokes the invitation of Ada
      Then Ada is notified that the invitation was withdrawn
      And Ben is invited to join the stage

    @INVITE-9
    Scenario: A message while getting ready
      Given Ada attends
      And Maya has invited Ada to the stage
      And Ada has accepted the invitation
      When Maya revokes the invitation of Ada
      Then Ada is notified that the invitation was withdrawn
