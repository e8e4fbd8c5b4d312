Feature: Coming back after a removal
  A removal from the stage is not final. A removed person comes back the way anybody comes on stage in this session:
  directly, by asking, or by invitation.

  Rule: A removed person comes back by the session's own rules, and by no others

    @LEAVE-8
    Scenario: Back directly
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      When Maya removes Ada from the stage
      Then Ada finds "Join stage" at the bottom of the screen
      When Ada joins the stage
      Then Ada is on stage
      And Maya sees and hears Ada

    @LEAVE-8
    Scenario: Back by asking
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      When Maya removes Ada from the stage
      Then Ada finds "Ask to join stage" at the bottom of the screen
      When Ada asks to join the stage
      And Maya brings Ada to the stage
      And Ada goes on stage
      Then Ada is on stage
      And Maya sees and hears Ada

    @LEAVE-8
    Scenario: Back by invitation
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada attends
      And Ada is on stage
      When Maya removes Ada from the stage
      Then Ada finds no way to join the stage or to ask for it
      When Maya invites Ada to the stage
      And Ada accepts the invitation
      And Ada goes live
      Then Ada is on stage
      And Maya sees and hears Ada
