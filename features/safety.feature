Feature: Protection against misuse
  Everybody who has its link can enter a live room, also people who want to misuse it. What a person may do depends on
  the link that they were given, not on what their browser sends. What they write is shown as text. However much they
  send, it does not disturb the others.

  Rule: Only a moderator's own link makes a moderator

    @SAFE-1
    Scenario: Edited links
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      When Ada tries links that were edited to resemble a moderator's
      Then no link made Ada a moderator
      But Maya is a moderator on their own screen

    @SAFE-1
    Scenario: Another person's address
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      When Ada tries addresses that were edited to resemble the address of Maya's page
      Then no address made Ada a moderator
      But Maya is a moderator on their own screen

    @SAFE-1
    Scenario: A forged change of stage access
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends
      When Maya changes the stage access to "Invite only"
      Then Ada finds no way to join the stage or to ask for it
      When Maya changes the stage access to "Join by request"
      And the browser of Ada repeats what Maya sent to change the stage access
      And Ada reloads the page
      And Ada asks to join the stage
      Then Maya is notified that Ada asks
      And Maya finds the stage access set to "Join by request"

    @LEAVE-6 @SAFE-1
    Scenario: A forged removal
      Given a session in which moderators bring attendees on stage
      And Maya moderates
      And Ada and Ben attend
      And Ada is on stage
      And Maya has removed Ada from the stage
      And Ada is on stage
      When the browser of Ben repeats what Maya sent to remove Ada
      And Ben reloads the page
      And Ben joins the stage
      Then Ben is on stage
      And Ada is on stage
      And Maya sees and hears Ada and Ben

  Rule: Nobody who is not on stage can send picture or sound to others

    @SAFE-2 @LEAVE-5
    Scenario: A browser that ignores the removal
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ada and Ben are on stage
      And Cleo sees and hears Ada and Ben
      And the browser of Ada ignores what the room sends
      When Maya removes Ada from the stage
      And the browser of Ada repeats what it sent to go live
      Then Cleo sees and hears Ben, but no longer Ada
      And Maya sees and hears Ben, but no longer Ada
      And the browser of Ada still uses its devices
      And Ada is a viewer on everybody else's screen

    @SAFE-2
    Scenario: A viewer's browser that sends picture and sound
      Given a session in which attendees join the stage by invitation
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ben is on stage
      And Cleo sees and hears Ben
      When the browser of Ada tries to send its own picture and sound to everybody, as the browser of Ben did
      And Ada raises a hand
      Then Maya finds the raised hand of Ada
      And Cleo sees and hears Ben, but at no time Ada
      And Maya sees and hears Ben, but at no time Ada
      And the browser of Ada still uses its devices
      And Ada is a viewer

  Rule: Names are text: markup in them is shown, never run

    @SAFE-3
    Scenario Outline: A name with markup or unusual characters
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada attends under the name "<name>"
      When Ada asks to join the stage
      Then Maya is notified that Ada asks
      When Ada writes "Good morning"
      Then everybody reads "Good morning" from Ada
      When Maya brings Ada to the stage
      And Ada goes on stage
      Then Ada is on stage
      And no script in the name was run in anybody's browser

      Examples:
        | name                                   |
        | <img src=x onerror=gotIn=1>            |
        | </li></ul><script>gotIn=1</script>     |
        | Ada 👩🏽‍🚀 עדה                             |

  Rule: Whatever names people give themselves, everybody can tell who moderates

    @SAFE-5
    Scenario Outline: An attendee listed as <name>
      Given a session with an audience
      And Maya moderates
      And Ben attends
      And Ben finds only Maya marked as a moderator in the list of participants
      When Ada tries to attend under the name "<name>"
      Then Ben finds only Maya marked as a moderator in the list of participants

      Examples:
        | name             |
        | Maya             |
        | Maya (Moderator) |

    @SAFE-5
    Scenario Outline: A message from <name>
      Given a session with an audience
      And Maya moderates
      And Ben attends
      And Maya has written "Please stay here"
      And Ben finds only the message "Please stay here" of Maya marked as a moderator's
      When Ada tries to attend under the name "<name>"
      And Ada writes "Follow me elsewhere", if the room let them in
      Then Ben finds only the message "Please stay here" of Maya marked as a moderator's

      Examples:
        | name             |
        | Maya             |
        | Maya (Moderator) |

  Rule: What one person writes does not prevent others from taking part

    @SAFE-6
    Scenario: Messages that are slow to display
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      When Ada writes long messages, which Ben reads
      And Ada writes long messages that are slow to display, which Ben reads
      Then the browser of Ben displays these about as fast as the ordinary ones
      When Ben writes "Can you read this?"
      Then everybody reads "Can you read this?" from Ben

    @SAFE-7
    Scenario: Somebody floods the chat
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      When Ada floods the chat
      And Ben writes "May I ask something?"
      Then everybody reads "May I ask something?" from Ben

    @SAFE-7
    Scenario: A second flood, after entering again under another name
      Given a session with an audience
      And Maya moderates
      And Ada and Ben attend
      When Ada floods the chat
      And Cleo arrives
      And Cleo floods the chat
      And Ben writes "Am I still heard?"
      Then everybody reads "Am I still heard?" from Ben

    @SAFE-7
    Scenario: A request during a flood
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      When Ada floods the chat
      And Ben asks to join the stage
      Then Maya is notified that Ben asks

  Rule: Too many and malformed messages are refused, and harm nobody else

    @SAFE-4
    Scenario: Somebody floods the room
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      And Ada has asked to join the stage
      And Ada has cancelled the request
      When the browser of Ada repeats 100 times what it sent to ask, and Ada at once cancels the request and asks again
      Then Ada is asked to wait
      And Maya is not notified of Ada
      When Ben asks to join the stage
      Then Maya is notified that Ben asks

    @SAFE-4
    Scenario: Somebody sends broken messages
      Given a session in which attendees ask to join the stage
      And Maya moderates
      And Ada and Ben attend
      And Ada has asked to join the stage
      And Ada has cancelled the request
      When the browser of Ada repeats what it sent to ask, damaged and oversized
      And Ben asks to join the stage
      Then Maya is notified that Ben asks
      And Maya is not notified of Ada
      And Maya finds Ada listed under "Viewers"
