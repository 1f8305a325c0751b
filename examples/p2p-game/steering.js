// Where a player wants to go: by arrow keys, by WASD, or towards a finger on the field.
const KEYS = {
  arrowup: [0, -1],
  w: [0, -1],
  arrowdown: [0, 1],
  s: [0, 1],
  arrowleft: [-1, 0],
  a: [-1, 0],
  arrowright: [1, 0],
  d: [1, 0],
};

/** Answers a function that moves `at` for so many seconds; the field is 1 wide and 1 high. */
export function steering(field) {
  const pressed = new Set();
  let finger = null;
  addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!KEYS[key]) return;
    event.preventDefault();
    pressed.add(key);
  });
  addEventListener("keyup", ({ key }) => pressed.delete(key.toLowerCase()));
  addEventListener("blur", () => pressed.clear());
  const point = ({ buttons, clientX, clientY }) => {
    const { left, top, width, height } = field.getBoundingClientRect();
    finger = buttons ? [(clientX - left) / width, (clientY - top) / height] : null;
  };
  for (const type of ["pointerdown", "pointermove", "pointerup"]) field.addEventListener(type, point);
  addEventListener("pointerup", () => {
    finger = null;
  });

  return (at, seconds) => {
    const ways = finger ? [[finger[0] - at.x, finger[1] - at.y]] : [...pressed].map((key) => KEYS[key]);
    const [x, y] = ways.reduce((sum, way) => [sum[0] + way[0], sum[1] + way[1]], [0, 0]);
    const far = Math.hypot(x, y);
    if (far < 0.01) return;
    const step = Math.min(seconds * 0.6, finger ? far : 1) / far;
    at.x = Math.min(Math.max(at.x + x * step, 0), 1);
    at.y = Math.min(Math.max(at.y + y * step, 0), 1);
  };
}
