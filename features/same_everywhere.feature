Feature: The same on laptop and phone
  People join the same stage with a phone or a laptop, and find the same buttons on both. Every other feature runs on
  both devices; in this one, people with different devices are in one session.

  Rule: People with phones and laptops can be in the same session, in every role on the stage

    @SAME-1
    Scenario: Two devices, one stage
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend on different devices
      When Ada joins the stage
      And Ben joins the stage
      Then Ada is on stage
      And Ben is on stage
      And Ada sees and hears Ben
      And Ben sees and hears Ada

    @SAME-1
    Scenario: Asking on one device, watching on the other
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend on different devices
      When Ada asks to join the stage
      And Maya brings Ada to the stage
      And Ada goes on stage
      Then Ben sees and hears Ada
      When Maya removes Ada from the stage
      Then Ada is a viewer

    @SAME-1
    Scenario: Invited on one device, watched on the other
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada and Ben attend on different devices
      When Maya invites Ada to the stage
      And Ada accepts the invitation
      And Ada goes live
      Then Ben sees and hears Ada
