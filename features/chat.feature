Feature: The chat
  Viewers cannot speak to the others, but they can write. Everybody, on stage or not, reads each message with the name
  of its author. People who arrive later find the earlier messages.

  Background:
    Given a session with an audience
    And Maya moderates

  Rule: Everybody reads what a viewer writes, with the viewer's name

    @VIEW-3
    Scenario: A question from the audience, and its answer
      Given Ada and Ben attend
      When Ada writes "Is the microphone on?"
      Then everybody reads "Is the microphone on?" from Ada
      When Maya writes "It is now, thank you"
      Then everybody reads "It is now, thank you" from Maya
      And Ben finds these messages in the chat, in this order:
        | name | message               |
        | Ada  | Is the microphone on? |
        | Maya | It is now, thank you  |

    @VIEW-3
    Scenario: Two people write similar messages
      Given Ada and Ben attend
      When Ada writes "Good morning"
      And Ben writes "Good morning to you all"
      And Ada writes "Good morning again"
      Then Maya finds these messages in the chat, in this order:
        | name | message                 |
        | Ada  | Good morning            |
        | Ben  | Good morning to you all |
        | Ada  | Good morning again      |

    @VIEW-3
    Scenario: People on stage read and write as well
      Given Ada attends
      And Maya is on stage
      When Ada writes "We cannot see the board"
      Then everybody reads "We cannot see the board" from Ada
      When Maya writes "Is it better like this?"
      Then everybody reads "Is it better like this?" from Maya

  Rule: A person who arrives later can read the earlier messages

    @VIEW-11
    Scenario: Catching up
      Given Ada attends
      And Maya has written "We begin at nine"
      And Ada has written "With the usual break?"
      When Ben arrives
      Then Ben finds these messages in the chat, in this order:
        | name | message               |
        | Maya | We begin at nine      |
        | Ada  | With the usual break? |
      When Ben writes "Sorry to be late"
      Then everybody reads "Sorry to be late" from Ben

  Rule: A message is shown as it was written, whatever is written in it

    @SAFE-3
    Scenario Outline: Nothing but text: <message>
      Given Ada and Ben attend
      When Ada writes "<message>"
      Then everybody reads "<message>" from Ada
      When Ben writes "What is that?"
      Then everybody reads "What is that?" from Ben

      Examples:
        | message                                        |
        | <b>louder</b> & <i>clearer</i>                 |
        | <img src=x onerror=document.body.remove()>     |
        | <script>document.body.remove()</script>        |
        | {{constructor.constructor('return document')}} |

  Rule: What was written is not lost if the network or the room fails

    @STEADY-2
    Scenario: Messages written while a person is disconnected
      Given Ada and Ben attend
      And Ada has written "Before"
      When the network of Ada fails
      Then Ada is notified that the connection is lost
      When Ben writes "Meanwhile"
      And Maya writes "Afterwards"
      And the network of Ada is back
      Then Ada finds these messages in the chat, in this order:
        | name | message    |
        | Ada  | Before     |
        | Ben  | Meanwhile  |
        | Maya | Afterwards |

    @STEADY-3
    Scenario: Messages from before a restart
      Given Ada attends
      And Ada has written "Remember this"
      And Ada has raised a hand
      And the room has restarted
      When Ben arrives
      Then Ben finds these messages in the chat, in this order:
        | name | message       |
        | Ada  | Remember this |
      When Maya reloads the page
      Then Maya finds the raised hand of Ada
      When Maya writes "I do"
      Then everybody reads "I do" from Maya
