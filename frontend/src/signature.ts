// Signing on the screen: a canvas that puts its picture (PNG data URL) into the hidden input beside it.
import { fresh } from "./dom";

export function watchSignature(root: ParentNode): void {
  for (const box of fresh<HTMLElement>(root, "[data-signature]")) prepare(box);
}

function prepare(box: HTMLElement): void {
  const canvas = box.querySelector("canvas");
  const input = box.querySelector<HTMLInputElement>("input[type=hidden]");
  const pen = canvas?.getContext("2d");
  if (!canvas || !input || !pen) return;
  const clear = (): void => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    input.value = "";
  };
  const show = (url: string): void => {
    const image = new Image();
    image.onload = () => pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.src = url;
  };
  const kept = input.value;
  clear();
  if (kept.startsWith("data:image/png")) {
    input.value = kept;
    show(kept);
  }
  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const at = (event: PointerEvent): [number, number] => {
    const place = canvas.getBoundingClientRect();
    return [
      ((event.clientX - place.left) * canvas.width) / place.width,
      ((event.clientY - place.top) * canvas.height) / place.height,
    ];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", (event) => {
    canvas.releasePointerCapture(event.pointerId);
    input.value = canvas.toDataURL("image/png");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.querySelector("[data-signature-clear]")?.addEventListener("click", clear);
}
