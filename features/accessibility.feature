Feature: Accessibility
  Not everybody uses a mouse, and not everybody sees the screen. Every flow works with the keyboard alone. A window
  takes the keyboard focus, and returns it when it closes. A screen reader announces notifications. An automatic check
  finds no accessibility violation on any screen.

  Rule: Every flow works with the keyboard alone

    @ACCESS-1
    Scenario: Joining directly
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada attends
      And Ada uses only the keyboard
      When Ada joins the stage
      Then Ada is on stage
      When Ada switches the microphone off
      And Ada switches the microphone on
      Then Maya sees and hears Ada

    @ACCESS-1
    Scenario: Getting ready with other devices
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada attends with several cameras
      And Ada uses only the keyboard
      When Ada chooses to join the stage
      Then the focus of Ada is in the window "Get ready to join the stage"
      When Ada chooses another camera
      And Ada chooses another microphone
      And Ada switches the microphone off before going live
      And Ada goes live
      Then the chosen camera of Ada is live
      And Ada finds the microphone switched off and the camera switched on
      When Ada switches the microphone on
      Then the chosen microphone of Ada is live

    @ACCESS-1
    Scenario: Asking, answering, and a removal from the stage
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada and Maya use only the keyboard
      When Ada asks to join the stage
      And Ada cancels the request
      Then Maya is no longer notified of Ada
      When Ada asks to join the stage
      And Maya declines the request of Ada
      And Ada asks to join the stage
      And Maya brings Ada to the stage
      And Ada goes on stage
      Then Ada is on stage
      When Maya removes Ada from the stage
      Then Ada is a viewer

    @ACCESS-1
    Scenario: Inviting, revoking and muting
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada attends
      And Ada and Maya use only the keyboard
      When Maya invites Ada to the stage
      And Ada declines the invitation
      And Maya invites Ada to the stage
      And Maya revokes the invitation of Ada
      And Maya changes the stage access to "Everyone on stage"
      And Ada joins the stage
      And Maya mutes all microphones
      Then Ada is notified that Maya muted all microphones

    @ACCESS-1
    Scenario: Messages, raised hands and reactions
      Given a session in which nobody may join the stage
      And Maya moderates
      And Ada attends
      And Ada and Maya use only the keyboard
      When Ada writes "Good morning"
      And Maya writes "Good morning, Ada"
      Then everybody reads "Good morning, Ada" from Maya
      When Ada raises a hand
      Then Maya finds the raised hand of Ada
      When Maya clears the raised hands
      Then Ada finds their own hand not raised
      When Ada reacts with "Applause"
      Then Maya sees "Applause" from Ada over the stage

    @ACCESS-1
    Scenario: A poll, from writing it to its result
      Given a session with polls
      And Maya moderates
      And Ada attends
      And Ada and Maya use only the keyboard
      When Maya opens the poll "Shall we meet outdoors?" with "Yes", "No" and "In spring"
      Then the notification leads Ada to the poll
      When Ada votes for "No"
      Then Maya finds 1 vote for "No"
      When Maya closes the poll
      Then Ada finds 1 vote for "No"

    @ACCESS-1
    Scenario: A quiz, from writing it to its result
      Given a session with quizzes
      And Maya moderates
      And Ada attends
      And Ada and Maya use only the keyboard
      When Maya opens the quiz "Stagecraft"
        | question               | right        | wrong        |
        | Who calls the cues?    | The manager  | The prompter |
        | What belongs to a rig? | Truss, Hoist | Gauze        |
      And Ada answers
        | question               | chosen      |
        | Who calls the cues?    | The manager |
        | What belongs to a rig? | Truss       |
      And Maya closes the quiz
      Then Ada has 1 of 2 right

  Rule: A window takes the keyboard focus, and returns it when it closes

    @ACCESS-1
    Scenario: Closing the window to get ready
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada attends
      And Ada uses only the keyboard
      When Ada chooses to join the stage
      Then the focus of Ada is in the window "Get ready to join the stage"
      When Ada closes the window
      Then the focus of Ada is on the button "Join stage"

    @ACCESS-1
    Scenario: An invitation opens, and is revoked
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada uses only the keyboard
      And Ada has asked to join the stage
      When Maya brings Ada to the stage
      Then the focus of Ada is in the window "You are invited to join the stage"
      When Maya revokes the invitation of Ada
      Then the focus of Ada is somewhere on the toolbar

  Rule: Screen readers announce notifications

    @ACCESS-2
    Scenario: A request and its answer
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      When Ada asks to join the stage
      Then a screen reader announces the request of Ada to Maya
      When Maya declines the request of Ada
      Then a screen reader announces to Ada that the request was declined

    @ACCESS-2
    Scenario: A removal from the stage
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      When Maya removes Ada from the stage
      Then a screen reader announces to Ada that they are a viewer again

  Rule: An automatic check finds no accessibility violation on any screen

    @ACCESS-2
    Scenario: From the first screen to the stage
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      Then no accessibility violation is found on the screen of Ada
      When Ada asks to join the stage
      Then no accessibility violation is found on the screen of Ada
      And no accessibility violation is found on the screen of Maya
      When Maya brings Ada to the stage
      Then the request of Ada is approved
      And no accessibility violation is found on the screen of Ada
      When Ada goes on stage
      Then Ada is on stage
      And no accessibility violation is found on the screen of Ada
      And no accessibility violation is found on the screen of Maya

    @ACCESS-2
    Scenario: Getting ready, and on stage
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      Then no accessibility violation is found on the screen of Ada
      When Ada chooses to join the stage
      Then no accessibility violation is found on the screen of Ada
      When Ada goes live
      Then Ada is on stage
      And no accessibility violation is found on the screen of Ada

    @ACCESS-2
    Scenario: The moderator's windows and menus
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      Then no accessibility violation is found in the settings of Maya
      And no accessibility violation is found in the list of participants of Ada
      And no accessibility violation is found in the menu that Maya has for Ada

  Rule: On a small screen everything is within reach, in portrait and landscape orientation

    @SAME-2
    Scenario Outline: Asking and going on stage in <orientation>
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada uses a screen in <orientation> orientation
      Then everything on the screen of Ada is within reach
      When Ada asks to join the stage
      Then everything on the screen of Ada is within reach
      When Maya brings Ada to the stage
      Then the request of Ada is approved
      And everything on the screen of Ada is within reach
      When Ada goes on stage
      Then Ada is on stage
      And everything on the screen of Ada is within reach
      And everything in the list of participants of Ada is within reach

      Examples:
        | orientation |
        | portrait    |
        | landscape   |

    @SAME-2
    Scenario Outline: Getting ready, and on stage, in <orientation>
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      And Ada uses a screen in <orientation> orientation
      Then everything on the screen of Ada is within reach
      When Ada chooses to join the stage
      Then everything on the screen of Ada is within reach
      When Ada goes live
      Then Ada is on stage
      And everything on the screen of Ada is within reach

      Examples:
        | orientation |
        | portrait    |
        | landscape   |
