Feature: Nothing is lost
  Pages are reloaded, networks fail, and the room itself may stop and start again. A person then finds everything as it
  was: their role, their request, their place on stage. A person who loses the connection is notified, and is connected
  again without doing anything. And when two people act at the same moment, everybody sees the same outcome.

  Rule: Reloading the page keeps name, role, request, invitation and place on stage

    @STEADY-1
    Scenario: A request keeps its place in the list
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      And Ada has asked to join the stage
      And Ben has asked to join the stage
      When Ada reloads the page
      Then Ada still waits for an answer
      And Maya finds the requests of Ada and Ben in this order
      When Maya brings Ada to the stage
      Then the request of Ada is approved

    @STEADY-1
    Scenario: An invitation stays open
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada attends
      And Maya has invited Ada to the stage
      When Ada reloads the page
      Then Ada is invited to join the stage
      When Ada accepts the invitation
      And Ada goes live
      Then Ada is on stage

    @STEADY-1
    Scenario: On stage again without doing anything, with the microphone as it was
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada and Ben attend
      And Ada and Ben are on stage
      When Ada switches the microphone off
      And Ada reloads the page
      Then Ada is on stage
      And Ada finds the microphone switched off and the camera switched on
      And Maya still sees Ada, but hears only Ben
      And Ada sees and hears Ben

    @STEADY-1
    Scenario: On stage again, however the person joined
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend
      And Ada and Ben are on stage
      When Ada reloads the page
      Then Ada is on stage
      And Maya sees and hears Ada and Ben

    @STEADY-1
    Scenario: A moderator is still a moderator
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      And Ada has asked to join the stage
      When Maya reloads the page
      Then Maya is notified that Ada asks
      When Maya brings Ada to the stage
      Then the request of Ada is approved

  Rule: Closing the page takes the person off the stage and the list, after a short grace period

    @STEADY-4
    Scenario: Closing the page while on stage
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend
      And Ada and Ben are on stage
      When Ada closes the page
      Then Ada is gone from the stage and the list, for everybody
      And Ben is on stage
      And Maya sees and hears Ben

  Rule: When the connection is lost, the page says so, connects again by itself, and shows what has changed

    @STEADY-2
    Scenario: Changes while the connection is lost
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada and Ben attend
      And Ben is on stage
      When the network of Ada fails
      Then Ada is notified that the connection is lost
      And Maya is not notified that the connection is lost
      When Maya changes the stage access to "Join by request"
      And Maya removes Ben from the stage
      And the network of Ada is back
      Then Ada is no longer notified that the connection is lost
      And Ada finds "Ask to join stage" at the bottom of the screen
      And Ben is a viewer

    @STEADY-2
    Scenario: A button pressed while the connection is lost
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      When the network of Ada fails
      Then Ada is notified that the connection is lost
      When Ada tries to ask while the connection is lost
      And the network of Ada is back
      Then Ada is no longer notified that the connection is lost
      And the screens of Ada and Maya agree on whether Ada asks
      When Ada asks to join the stage, unless the request is there already
      Then Maya is notified that Ada asks

    @STEADY-2
    Scenario: Back on stage
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada and Ben attend
      And Ada and Ben are on stage
      When the network of Ada fails for a moment
      Then Ada is on stage
      And Maya sees and hears Ada and Ben
      And Ada sees and hears Ben

    @STEADY-2
    Scenario: A room that hangs for a while
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      And Ben is on stage
      And Ada has asked to join the stage
      When the room hangs
      Then everybody is notified that the connection is lost
      When the room responds again
      Then nobody is notified any longer that the connection is lost
      And Ben is on stage
      And Maya is notified that Ada asks
      And Ada sees and hears Ben
      When Maya brings Ada to the stage
      Then the request of Ada is approved

  Rule: A restart of the room loses nothing, and nobody has to do anything to come back

    @STEADY-3
    Scenario: On stage after a restart
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ada and Ben are on stage
      When the room restarts without warning
      Then Ada is on stage
      And Ben is on stage
      And Cleo sees and hears Ada and Ben
      And Ada sees and hears Ben
      When Maya removes Ada from the stage
      Then Ada is a viewer
      And Cleo sees and hears Ben, but no longer Ada

    @STEADY-3
    Scenario: Arriving after a restart
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      And the room has restarted
      When Cleo arrives
      Then Cleo sees and hears Ada

    @STEADY-3
    Scenario: A request after a restart, and its answer
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Cleo has asked to join the stage
      And Ben has asked to join the stage
      And Ada has asked to join the stage
      And Maya has declined the request of Cleo
      When the room restarts without warning
      Then Maya finds the requests of Ben and Ada in this order
      And Cleo is notified that the request was declined
      And Ada still waits for an answer
      When Maya brings Ada to the stage
      And Ada goes on stage
      Then Ada is on stage
      And Ben sees and hears Ada

    @STEADY-3
    Scenario: An invitation after a restart
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada and Ben attend
      And Maya has invited Ada to the stage
      And Maya has invited Ben to the stage
      When Ada accepts the invitation
      And the room restarts without warning
      And Ada goes live
      Then Maya sees and hears Ada
      And Maya finds Ada listed under "On stage"
      And Ben is invited to join the stage
      When Maya revokes the invitation of Ben
      Then Ben is no longer invited

    @STEADY-3
    Scenario: The stage access after a restart
      Given a session in which everyone may join the stage
      And Maya moderates
      And Ada attends
      When Maya changes the stage access to "Invite only"
      Then Ada finds no way to join the stage or to ask for it
      When the room restarts without warning
      Then Maya finds the stage access set to "Invite only"
      And Ada finds no way to join the stage or to ask for it

    @STEADY-3
    Scenario: Messages and raised hands after a restart
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      And Ben has raised a hand
      And Ada has raised a hand
      When Ada writes "We cannot see the board"
      Then everybody reads "We cannot see the board" from Ada
      When the room restarts without warning
      Then Maya finds the raised hands of Ben and Ada, in this order
      When Ben writes "Neither can I"
      Then everybody reads "Neither can I" from Ben
      When Cleo arrives
      Then Cleo finds these messages in the chat, in this order:
        | name | message                 |
        | Ada  | We cannot see the board |
        | Ben  | Neither can I           |

  Rule: A second tab of the same link takes over from the first, which says so

    @STEADY-1
    Scenario: From one tab to another, on stage
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada attends
      And Ada is on stage
      When Ada opens the link once more
      Then Ada is on stage
      And Maya sees and hears Ada
      And the older tab of Ada says that another tab took over
      And the older tab of Ada uses no device and sends neither picture nor sound

  Rule: When two people act at the same moment, everybody sees the same outcome

    @STEADY-5
    Scenario: Cancelled, or brought to the stage
      Given a session in which attendees ask to join the stage
      And Maya and Noah moderate
      And Ada attends
      And Ada has asked to join the stage
      And Maya is notified that Ada asks
      When at the same moment Ada cancels the request and Maya brings them to the stage
      Then Ada is either invited or a viewer who can ask again, and everybody sees the same

    @STEADY-5
    Scenario: Two moderators, two answers
      Given a session in which attendees ask to join the stage
      And Maya and Noah moderate
      And Ada attends
      And Ada has asked to join the stage
      And Maya is notified that Ada asks
      And Noah is notified that Ada asks
      When at the same moment Maya brings Ada to the stage and Noah declines the request
      Then Ada is either invited or a viewer who can ask again, and everybody sees the same
      And Ada is notified of the decline, unless invited

    @STEADY-5
    Scenario: The last place
      Given a session in which everyone may join the stage, with room for 1
      And Maya moderates
      And Ada and Ben attend
      And Ada is getting ready
      And Ben is getting ready
      When at the same moment Ada and Ben go live
      Then one of Ada and Ben is on stage for everybody, and the other is notified that the stage is full
