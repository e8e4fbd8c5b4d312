Feature: Leaving the stage
  Nobody can leave the stage by themselves: a moderator removes people from it. But everybody on stage can switch off
  their own microphone and camera at any time.

  Background:
    Given a session in which attendees come on stage
    And Maya moderates

  Rule: A person on stage has no way to leave it by themselves

    @LEAVE-1
    Scenario: No control to leave the stage
      Given Ada and Ben attend
      And Ada and Ben are on stage
      Then Ada finds no way to leave the stage

    @LEAVE-1
    Scenario: Only a moderator can remove a person
      Given Ada and Ben attend
      And Ada and Ben are on stage
      Then Ada cannot remove themselves from the stage
      But Maya can remove Ada from the stage

  Rule: A moderator removes a person, and everybody sees it

    @LEAVE-2
    Scenario: A removed person is still in the session
      Given Ada and Ben attend
      And Ada and Ben are on stage
      When Maya removes Ada from the stage
      Then Ada is a viewer
      And Ben is on stage

  Rule: A person on stage can switch the microphone off and on at any time

    @LEAVE-3
    Scenario: The microphone off and on
      Given Ada and Ben attend
      And Ada and Ben are on stage
      And Maya sees and hears Ada and Ben
      When Ada switches the microphone off
      Then Maya still sees Ada, but hears only Ben
      And Ada is on stage
      When Ada switches the microphone on
      Then Maya sees and hears Ada and Ben

  Rule: A person on stage can switch the camera off and on at any time

    @LEAVE-4
    Scenario: The camera off and on
      Given Ada and Ben attend
      And Ada and Ben are on stage
      And Maya sees and hears Ada and Ben
      When Ada switches the camera off
      Then Maya still hears Ada, but sees only Ben
      And Ada is on stage
      When Ada switches the camera on
      Then Maya sees and hears Ada and Ben

  Rule: After a removal nobody receives the person's picture or sound

    @LEAVE-5
    Scenario: Neither picture nor sound after a removal
      Given Ada, Ben and Cleo attend
      And Ada and Ben are on stage
      And Cleo sees and hears Ada and Ben
      When Maya removes Ada from the stage
      Then Cleo sees and hears Ben, but no longer Ada
      And Maya sees and hears Ben, but no longer Ada
      And the camera and microphone of Ada are released
      And the browser of Ada uses no device and sends neither picture nor sound

  Rule: An attendee cannot remove anybody

    @LEAVE-6
    Scenario: No control to remove others
      Given Ada and Ben attend
      And Ada is on stage
      Then Ben cannot remove Ada from the stage
      But Maya can remove Ada from the stage

  Rule: A removed person is notified that they are a viewer again

    @LEAVE-7
    Scenario: The removed person gets a message
      Given Ada and Ben attend
      And Ada and Ben are on stage
      When Maya removes Ada from the stage
      Then Ada is notified that they are a viewer again
      And Ben was never notified that they are a viewer again
