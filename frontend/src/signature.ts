// Signing on the screen: a canvas that puts its picture (PNG data URL) into the hidden input beside it, and where there is a second
// one, the way the pen went: strokes of points [x, y, milliseconds since the first], which show a hand and not a copy.
import { fresh } from "./dom";

const PEN_PX = 5; // on a canvas of 960 pixels shown at about a third of that
const LINE_MIN_PX = 80; // a slip of the thumb is no signature
const POINTS_MAX = 5000; // what the server takes is a little more; a name has a few hundred

type Point = [number, number, number];

export function watchSignature(root: ParentNode): void {
  for (const box of fresh<HTMLElement>(root, "[data-signature]")) prepare(box);
}

function prepare(box: HTMLElement): void {
  const canvas = box.querySelector("canvas");
  const input = box.querySelector<HTMLInputElement>("input[type=hidden]");
  const drawn = box.querySelector<HTMLInputElement>("input[data-strokes]");
  const pen = canvas?.getContext("2d");
  if (!canvas || !input || !pen) return;
  let line = 0;
  let last: [number, number] = [0, 0];
  let strokes: Point[][] = [];
  let points = 0;
  let began = 0;
  const hold = (picture: string): void => {
    input.value = picture;
    if (drawn) drawn.value = picture ? JSON.stringify(strokes) : "";
    box.classList.toggle("signed", picture !== "");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const wipe = (): void => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    line = points = 0;
    strokes = [];
  };
  const note = (event: PointerEvent, [x, y]: [number, number]): void => {
    if (points >= POINTS_MAX) return;
    if (!points) began = event.timeStamp;
    points += 1;
    const within = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most));
    strokes[strokes.length - 1]?.push([
      within(x, canvas.width),
      within(y, canvas.height),
      within(event.timeStamp - began, 3_600_000),
    ]);
  };
  const at = (event: PointerEvent): [number, number] => {
    const place = canvas.getBoundingClientRect();
    return [
      ((event.clientX - place.left) * canvas.width) / place.width,
      ((event.clientY - place.top) * canvas.height) / place.height,
    ];
  };
  const lift = (event: PointerEvent): void => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    canvas.releasePointerCapture(event.pointerId);
    if (input.value || line >= LINE_MIN_PX) hold(canvas.toDataURL("image/png"));
  };

  wipe();
  pen.lineWidth = PEN_PX;
  pen.lineCap = pen.lineJoin = "round";
  if (input.value.startsWith("data:image/png")) {
    const kept = new Image();
    kept.onload = () => pen.drawImage(kept, 0, 0, canvas.width, canvas.height);
    kept.src = input.value;
    if (drawn?.value) strokes = JSON.parse(drawn.value) as Point[][];
    points = strokes.flat().length;
    box.classList.add("signed");
  }
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    last = at(event);
    pen.moveTo(...last);
    if (points < POINTS_MAX) strokes.push([]);
    note(event, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const next = at(event);
    line += Math.hypot(next[0] - last[0], next[1] - last[1]);
    last = next;
    note(event, next);
    pen.lineTo(...next);
    pen.stroke();
  });
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("[data-signature-clear]")?.addEventListener("click", () => {
    wipe();
    hold("");
  });
}
