// Dispatches mouse moves in the middle of the page, as from a person who looks for controls that the room hides while the
// mouse rests.
(() => {
  const INTERVAL = 250; // milliseconds
  const move = () => {
    const [clientX, clientY] = [innerWidth / 2, innerHeight / 2];
    const target = document.elementFromPoint(clientX, clientY) ?? document.body;
    const details = { bubbles: true, composed: true, view: window, clientX, clientY, movementX: 1 };
    target?.dispatchEvent(new PointerEvent("pointermove", { ...details, pointerType: "mouse", isPrimary: true }));
    target?.dispatchEvent(new MouseEvent("mousemove", details));
  };
  setInterval(move, INTERVAL);
})();
