Feature: Moderating people and what they write
  If somebody disturbs a session, a moderator deletes what they wrote, turns the chat off, or removes them from the
  session. A removed person stays out until a moderator lets them in.

  Rule: An attendee removed from the session can come back only after a moderator has let them in

    @MODERATE-9
    Scenario: A removed person cannot come back by the same link
      Given a session in which attendees come on stage
      And Maya and Noah moderate
      And Ada and Ben attend
      And Ada and Ben are on stage
      And Maya sees and hears Ada and Ben
      When Maya removes Ada from the session
      Then Ada is notified that they were removed from the session
      And the browser of Ada uses no device and sends neither picture nor sound
      And nobody else finds Ada in the session
      And Maya sees and hears Ben, but no longer Ada
      And Noah is notified that Ada was removed from the session
      When Ada tries to come back by the same link
      Then Ada is notified that they were removed from the session
      And nobody else finds Ada in the session

    @MODERATE-9
    Scenario: Kept out once, and then let in
      Given a session in which attendees come on stage
      And Maya and Noah moderate
      And Ada attends
      And Maya has removed Ada from the session
      When Ada asks to be let in
      Then Maya is notified that Ada asks to come back
      And Noah is notified that Ada asks to come back
      When Noah keeps Ada out
      Then Maya is no longer notified of Ada
      And Ada is notified that they are not let in
      When Ada asks to be let in
      Then Maya is notified that Ada asks to come back
      When Maya lets Ada in
      Then Noah is no longer notified of Ada
      And Ada is a viewer

    @MODERATE-9 @STEADY-3
    Scenario: A removed person stays out after a restart
      Given a session in which attendees come on stage
      And Maya moderates
      And Ada and Ben attend
      And Maya has removed Ada from the session
      And the room has restarted
      When Ada tries to come back by the same link
      Then Ada is notified that they were removed from the session
      When Ada asks to be let in
      Then Maya is notified that Ada asks to come back

    @MODERATE-9 @SAFE-1
    Scenario: Attendees cannot remove anybody, and moderators cannot be removed
      Given a session in which attendees come on stage
      And Maya and Noah moderate
      And Ada and Ben attend
      Then Ben cannot remove Ada from the session
      And Maya cannot remove Noah from the session

  Rule: A moderator deletes a message, and nobody finds its text any more

    @MODERATE-10
    Scenario: A message deleted
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      And Ada has written "Something rude"
      And Ben has written "Good morning"
      Then Ben cannot delete the message "Something rude" of Ada
      When Maya deletes the message "Something rude" of Ada
      Then everybody finds the message "Something rude" deleted
      When Ada writes "I am sorry"
      Then everybody reads "I am sorry" from Ada
      And everybody reads "Good morning" from Ben
      When Cleo arrives
      Then Cleo finds the message "Something rude" deleted

    @MODERATE-10 @STEADY-2
    Scenario: Deleted while a person is disconnected
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      And Ada has written "Something rude"
      When the network of Ben fails
      Then Ben is notified that the connection is lost
      When Maya deletes the message "Something rude" of Ada
      And the network of Ben is back
      Then Ben finds the message "Something rude" deleted

  Rule: A moderator turns the chat off and on

    @MODERATE-11
    Scenario: The chat off, and on again
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      And Ada has written "Good morning"
      When Maya turns the chat off
      Then Ada cannot write in the chat
      And Ben cannot write in the chat
      But Maya can write in the chat
      When Maya writes "Please listen for a moment"
      Then everybody reads "Please listen for a moment" from Maya
      When Maya turns the chat on
      Then Ada can write in the chat
      When Ben writes "Thank you"
      Then everybody reads "Thank you" from Ben

    @MODERATE-11 @STEADY-3
    Scenario: The chat stays off after a restart, and for people who arrive later
      Given a session with an audience
      And Maya moderates
      And Ada attends
      When Maya turns the chat off
      Then Ada cannot write in the chat
      When the room restarts without warning
      And Ben arrives
      Then Ben cannot write in the chat
      When Ada reloads the page
      Then Ada cannot write in the chat
      But Maya can write in the chat
