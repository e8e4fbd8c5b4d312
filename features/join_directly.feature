Feature: Joining the stage directly
  In an open session attendees need no permission to join the stage. They join whenever they like: they check the
  picture in the preview, choose a microphone, and go live.

  Background:
    Given a session in which everyone may join the stage
    And Maya moderates

  Rule: An attendee finds "Join stage" at the bottom of the screen

    @DIRECT-1
    Scenario: The button to join is at the bottom of the screen
      When Ada arrives
      Then Ada finds "Join stage" at the bottom of the screen

  Rule: Until they choose to join, attendees are viewers, and none of their devices is switched on

    @VIEW-9
    Scenario: No device is used before joining
      Given Ada and Ben attend
      And Ben is on stage
      And Ada sees and hears Ben
      Then Ada finds no microphone and camera on the toolbar
      And the browser of Ada uses no device and sends neither picture nor sound
      When Ada joins the stage
      Then the browser of Ada sends picture or sound

  Rule: A person who is getting ready is neither seen nor heard by anybody else

    @DIRECT-2
    Scenario: Getting ready happens in private
      Given Ada and Ben attend
      And Maya is on stage
      When Ada chooses to join the stage
      Then Ada finds the window "Get ready to join the stage"
      When Ben joins the stage
      Then Maya sees and hears Ben, but at no time Ada
      And Ben sees and hears Maya, but at no time Ada
      And Ada is a viewer on everybody else's screen
      When Ada goes live
      Then Maya sees and hears Ada and Ben

  Rule: Microphone and camera are chosen before going live

    @DIRECT-3
    Scenario: Several devices to choose from
      Given Ada attends with several cameras
      When Ada chooses to join the stage
      Then Ada can choose between several microphones
      And Ada can choose between several cameras

  Rule: "Join stage" in that window takes the person live

    @DIRECT-4
    Scenario: Going live
      Given Ada and Ben attend
      When Ada chooses to join the stage
      Then Ada finds the window "Get ready to join the stage"
      When Ada goes live
      Then Ada is on stage
      And Maya sees and hears Ada
      And Ben sees and hears Ada

  Rule: The stage is open at any time: on arrival, later, and again after a removal

    @DIRECT-5
    Scenario: Joining on arrival, while others are on stage already
      Given Ben attends
      And Ben is on stage
      When Ada arrives
      And Ada joins the stage
      Then Ada is on stage
      And Ben sees and hears Ada

    @DIRECT-5
    Scenario: Joining later, after others have come and gone
      Given Ada and Ben attend
      And Ben is on stage
      And Maya has removed Ben from the stage
      When Ada joins the stage
      Then Ada is on stage
      And Ben sees and hears Ada

    @DIRECT-5
    Scenario: Joining again after a removal
      Given Ada attends
      And Ada is on stage
      And Maya has removed Ada from the stage
      When Ada joins the stage
      Then Ada is on stage
      And Maya sees and hears Ada

  Rule: Closing the window leaves the person a viewer, and releases camera and microphone

    @DIRECT-6
    Scenario: Closing the window with its button
      Given Ada attends
      And Ada is getting ready
      And Ada sees their own camera in the preview
      When Ada closes the window
      Then Ada is a viewer
      And Ada finds "Join stage" at the bottom of the screen
      And the camera and microphone of Ada are released

    @DIRECT-6
    Scenario: Closing the window with the Escape key
      Given Ada attends
      And Ada is getting ready
      And Ada sees their own camera in the preview
      When Ada closes the window with the Escape key
      Then Ada is a viewer
      And the camera and microphone of Ada are released

    @DIRECT-6
    Scenario: Joining after closing the window
      Given Ada attends
      And Ada is getting ready
      And Ada has closed the window
      When Ada joins the stage
      Then Ada is on stage
      And Maya sees and hears Ada
