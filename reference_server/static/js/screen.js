/** Draws the whole screen from its state. */

import { html, render } from "../vendor/lit-html/lit-html.js";
import { animateTiles } from "./tile_animation.js";
import { icon } from "./icon.js";
import { keepFocus } from "./focus.js";
import { reserveNotificationSpace } from "./notification_space.js";
import { shownPanel } from "./panels.js";
import { playAll } from "./video_playback.js";
import { questionnaireEditorDialog } from "./views/questionnaire_editor_dialog.js";
import { questionnaireNotificationView } from "./views/questionnaire_notification_view.js";
import { chatView, followLog } from "./views/chat_view.js";
import { gettingReadyDialog } from "./views/getting_ready_dialog.js";
import { invitationDialog } from "./views/invitation_dialog.js";
import { LOST } from "./views/alerts_view.js";
import { notInRoomView } from "./views/not_in_room_view.js";
import { notificationsView } from "./views/notifications_view.js";
import { participantsView } from "./views/participants_view.js";
import { pollsView } from "./views/polls_view.js";
import { quizzesView } from "./views/quizzes_view.js";
import { reactionChoice } from "./views/reactions_view.js";
import { personToRemove, removalDialog } from "./views/removal_dialog.js";
import { requestsView } from "./views/requests_view.js";
import { SpeakerMarks } from "./speaker_marks.js";
import { accessNamed, settingsDialog } from "./views/settings_dialog.js";
import { fitTiles, stageView } from "./views/stage_view.js";
import { toolbarView } from "./views/toolbar_view.js";

/**
 * @typedef {import("./state.js").Screen} Screen
 * @typedef {import("./state.js").RoomScreen} RoomScreen
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {import("./types.js").MediaEngine} MediaEngine
 */

/** On screens of this size, the panel is beside the stage; on smaller ones it is over the stage, and closed at first. */
const PANEL_BESIDE = matchMedia("(min-width: 900px) and (min-height: 500px)");
/** On a screen this low there is no title bar, so the requests are in a column. */
const LOW = matchMedia("(max-height: 499px)");

/**
 * @param {object} parts
 * @param {import("./state.js").State} parts.state
 * @param {import("./actions.js").Actions} parts.actions
 * @param {MediaEngine} parts.media
 */
export function createScreen({ state, actions, media }) {
  const root = /** @type {HTMLElement} */ (document.getElementById("room"));
  const fit = createFitter(root);
  new SpeakerMarks(root, (person) => (person === state.get().room?.you.id ? actions.liveDevices.loudness() : media.loudnessOf(person)));
  const showFirstPanel = () => actions.showPanel(PANEL_BESIDE.matches ? "participants" : null);
  PANEL_BESIDE.addEventListener("change", showFirstPanel);
  LOW.addEventListener("change", () => state.update());
  addEventListener("resize", () => reserveNotificationSpace(root));
  showFirstPanel();
  // A page that becomes visible again is drawn, which marks new messages as read.
  document.addEventListener("visibilitychange", () => state.update());

  /** @param {import("./state.js").Screen} screen */
  function draw(screen) {
    keepFocus(root, () => {
      render(pageContent(screen, actions, media), root);
      showDialogs(root, screen);
    });
    fit(true);
    media.screenDrawn(root);
    reserveNotificationSpace(root);
    followLog(root, actions.chat);
    playAll(root, () => actions.setSoundBlocked(true));
  }

  return { draw };
}

/**
 * @param {Screen} screen
 * @param {Actions} actions
 * @param {MediaEngine} media
 */
function pageContent(screen, actions, media) {
  if (["replaced", "removed", "refused"].includes(screen.connection)) return notInRoomView(screen);
  if (!screen.room) return enteringView(screen);
  return roomView(/** @type {RoomScreen} */ (screen), actions, media);
}

/** @param {Screen} screen */
function enteringView({ connection }) {
  const text = connection === "lost" ? LOST : "Entering the room…";
  return html`<main class="card-page"><p class="entering" role="status">${icon("loader-circle")}${text}</p></main>`;
}

/**
 * @param {RoomScreen} screen
 * @param {Actions} actions
 * @param {MediaEngine} media
 */
function roomView(screen, actions, media) {
  return html`
    <div class="room ${screen.room.you.role === "moderator" ? "moderates" : ""}">
      ${header(screen.room.session)}
      <main>
        <div class="floor">
          ${stageView(screen, tilesOf(screen.room, actions.liveDevices, media))}
          <div class="over-stage">${notificationsView(screen, actions)} ${questionnaireNotificationView(screen, actions)}</div>
        </div>
        ${requestsView(screen, hasColumn(screen), actions)}
        ${participantsView(screen, actions)} ${chatView(screen, actions)} ${pollsView(screen, actions)} ${quizzesView(screen, actions)}
        ${toolbarView(screen, actions)} ${reactionChoice(actions)}
      </main>
    </div>
    ${gettingReadyDialog(screen, actions.gettingReady)} ${invitationDialog(screen, actions)} ${settingsDialog(screen, actions)}
    ${questionnaireEditorDialog(screen, actions.questionnaireEditor)} ${removalDialog(screen, actions)}
  `;
}

/** Whether requests are in a column beside the stage; otherwise they are shown in place of the title. */
const hasColumn = (/** @type {RoomScreen} */ screen) => LOW.matches || (PANEL_BESIDE.matches && shownPanel(screen) !== null);

/** @param {import("./types.js").Session} session */
function header({ title, access }) {
  return html`
    <header class="bar">
      <span class="mark" aria-hidden="true"></span>
      <h1 dir="auto" title=${title}>${title}</h1>
      <p class="chip">${accessNamed(access)?.name}</p>
    </header>
  `;
}

/**
 * @param {import("./types.js").Room} room
 * @param {import("./live_devices.js").LiveDevices} liveDevices
 * @param {MediaEngine} media
 * @returns {import("./views/stage_view.js").Tile[]}
 */
function tilesOf({ you, people, stage }, liveDevices, media) {
  const persons = /** @type {import("./types.js").Person[]} */ (stage.map((id) => people.find((person) => person.id === id)).filter(Boolean));
  return persons.map((person) => {
    const isOwn = person.id === you.id;
    if (!isOwn) return { person, isOwn, stream: media.streamOf(person.id) };
    // The person's own devices are shown in their current state, which may not have reached the room yet.
    const devices = { microphone: liveDevices.isOn("microphone"), camera: liveDevices.isOn("camera") };
    return { person: { ...person, ...devices }, isOwn, stream: liveDevices.stream };
  });
}

/**
 * @param {HTMLElement} root
 * @param {Screen} screen
 */
function showDialogs(root, screen) {
  const { room, preparation, invitationClosed, settingsOpen, questionnaireForm } = screen;
  const invited = room?.you.may.includes("decline_invitation") ?? false;
  const invitation = invited && !preparation && !invitationClosed;
  /** @type {Record<string, boolean>} by the id of the dialog */
  const shown = {
    invitation,
    settings: settingsOpen,
    "getting-ready": preparation !== null,
    "questionnaire-editor": questionnaireForm !== null,
    removal: personToRemove(screen) !== undefined,
  };
  const dialogs = [...root.querySelectorAll("dialog")];
  // Dialogs close before others open: a closing dialog returns the focus, and an opening dialog stores it.
  for (const dialog of dialogs) if (dialog.open && !shown[dialog.id]) dialog.close();
  for (const dialog of dialogs) if (!dialog.open && shown[dialog.id]) dialog.showModal();
}

/**
 * Returns a function that fits the tiles into the stage, and fits them again whenever the size of the stage changes.
 * @param {HTMLElement} root
 */
function createFitter(root) {
  const sizes = new ResizeObserver(() => fit(false));
  /** @type {HTMLElement | null} */
  let tiles = null;

  /** @param {boolean} isAnimated */
  function fit(isAnimated) {
    const now = /** @type {HTMLElement | null} */ (root.querySelector(".tiles"));
    if (now !== tiles) sizes.disconnect();
    if (now && now !== tiles) sizes.observe(now);
    tiles = now;
    if (tiles) fitTiles(tiles);
    if (tiles) animateTiles(tiles, isAnimated);
  }

  return fit;
}
