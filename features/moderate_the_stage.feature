Feature: Moderating the stage
  An open discussion may become a lecture, and a lecture may end with questions. A moderator changes the stage access
  while the session runs, and nobody keeps a button that no longer works.

  Rule: Stage access can be changed while the session runs, and everybody's buttons change with it

    @MODERATE-1
    Scenario: The buttons change with the stage access
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada and Ben attend
      Then Ada finds "Join stage" at the bottom of the screen
      When Maya changes the stage access to "Join by request"
      Then Ada finds "Ask to join stage" at the bottom of the screen
      And Ben finds "Ask to join stage" at the bottom of the screen
      When Maya changes the stage access to "Invite only"
      Then Ada finds no way to join the stage or to ask for it
      When Maya changes the stage access to "No stage access"
      Then Maya cannot invite Ada to the stage
      When Maya changes the stage access to "Everyone on stage"
      Then Ada finds "Join stage" at the bottom of the screen
      And Ben finds "Join stage" at the bottom of the screen

    @MODERATE-1
    Scenario: The other moderator sees the change, and attendees find no settings
      Given a session in which everyone may join the stage
      And Maya and Noah moderate
      And Ada attends
      When Maya changes the stage access to "Join by request"
      Then Noah finds the stage access set to "Join by request"
      And Ada finds no settings

  Rule: A change from "Join by request" closes open requests, and the person is notified

    @MODERATE-2
    Scenario Outline: A request closed by the change to "<access>"
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada has asked to join the stage
      And Maya is notified that Ada asks
      When Maya changes the stage access to "<access>"
      Then Maya is no longer notified of Ada
      And Ada is notified that the request was closed
      And Ada is a viewer

      Examples:
        | access            |
        | Everyone on stage |
        | Invite only       |
        | No stage access   |

  Rule: A change to "No stage access" revokes open invitations; on any other change they stay open

    @MODERATE-3
    Scenario: An invitation revoked by a change of stage access
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada attends
      And Maya has invited Ada to the stage
      When Maya changes the stage access to "No stage access"
      Then Ada is no longer invited
      And Ada is a viewer

    @INVITE-9
    Scenario: A message about an invitation revoked by the change
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada attends
      And Maya has invited Ada to the stage
      When Maya changes the stage access to "No stage access"
      Then Ada is notified that the invitation was withdrawn

    @MODERATE-3
    Scenario Outline: An invitation stays open after the change to "<access>"
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada and Ben attend
      And Maya has invited Ada to the stage
      When Maya changes the stage access to "<access>"
      Then Ben finds "<button>" at the bottom of the screen
      And Ada is invited to join the stage
      When Ada accepts the invitation
      And Ada goes live
      Then Ada is on stage

      Examples:
        | access            | button            |
        | Everyone on stage | Join stage        |
        | Join by request   | Ask to join stage |

  Rule: People on stage stay there on any change

    @MODERATE-4
    Scenario Outline: On stage after the change to "<access>"
      Given a session in which <before>
      And Maya moderates
      And Ada and Ben attend
      And Ada is on stage
      When Maya changes the stage access to "<access>"
      Then Maya finds the stage access set to "<access>"
      And Ada is on stage
      And Ben sees and hears Ada

      Examples:
        | before                          | access            |
        | everyone may join the stage     | Join by request   |
        | everyone may join the stage     | Invite only       |
        | everyone may join the stage     | No stage access   |
        | attendees ask to join the stage | Everyone on stage |

  Rule: A moderator joins directly under any stage access, and any moderator can remove them

    @MODERATE-6
    Scenario Outline: A moderator joins and is removed where <access>
      Given a session in which <access>
      And Maya and Noah moderate
      And Ada attends
      When Maya joins the stage
      Then Maya is on stage
      And Ada sees and hears Maya
      When Noah removes Maya from the stage
      Then Maya is a viewer
      When Noah joins the stage
      Then Noah is on stage
      When Noah removes themselves from the stage
      Then Noah is a viewer

      Examples:
        | access                                 |
        | everyone may join the stage            |
        | attendees ask to join the stage        |
        | attendees join the stage by invitation |
        | nobody may join the stage              |

  Rule: A moderator can switch off everybody else's devices, and only their owners can switch them on again

    @MODERATE-7
    Scenario: All microphones but the moderator's own
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ada, Ben and Maya are on stage
      And Cleo sees and hears Ada, Ben and Maya
      When Maya mutes all microphones
      Then Cleo still sees Ada, but hears only Maya
      And Cleo still sees Ben, but hears only Maya
      And Ada is notified that Maya muted all microphones
      And Ada finds the microphone switched off and the camera switched on
      And Maya finds the microphone switched on and the camera switched on
      And Maya finds no way to switch a device of Ada on
      When Ada switches the microphone on
      Then Cleo sees and hears Ada and Maya

    @MODERATE-7
    Scenario: All cameras but the moderator's own
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ada, Ben and Maya are on stage
      And Cleo sees and hears Ada, Ben and Maya
      When Maya turns off all cameras
      Then Cleo still hears Ada, but sees only Maya
      And Cleo still hears Ben, but sees only Maya
      And Ben is notified that Maya turned off all cameras
      And Ben finds the microphone switched on and the camera switched off
      When Ben switches the camera on
      Then Cleo sees and hears Ben and Maya

    @MODERATE-7 @SAFE-1
    Scenario: Attendees cannot switch off everybody's devices
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend
      And Ada and Ben are on stage
      Then Maya can mute all microphones or turn off all cameras
      But Ben cannot mute all microphones or turn off all cameras
      When Maya mutes all microphones
      Then Ada is notified that Maya muted all microphones
      When Ada switches the microphone on
      And the browser of Ben repeats what Maya sent to mute all microphones
      And Ben switches the microphone on
      Then Maya sees and hears Ada and Ben
