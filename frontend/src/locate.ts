// Where the device is: a press fills latitude and longitude (WGS 84, as browsers give it).
import { fresh } from "./dom";

const WAIT_MS = 20_000;
const SAYS: Record<number, string> = {
  1: "没有定位权限。请在浏览器设置里允许定位，或者手工填写。",
  2: "现在定不了位。请到室外空旷处再试，或者手工填写。",
  3: "定位超时。请到室外空旷处再试，或者手工填写。",
};

export function watchLocate(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "[data-locate]")) {
    button.addEventListener("click", () => locate(button));
  }
}

function locate(button: HTMLButtonElement): void {
  const form = button.closest("form");
  const fold = button.closest<HTMLElement>("[data-place]"); // one of several places in a form: its fields' names begin with that
  const says = (fold ?? form)?.querySelector<HTMLElement>("[data-locate-says]");
  const at = fold?.dataset.place ?? "";
  if (!form || !says) return;
  if (!navigator.geolocation) {
    says.textContent = SAYS[2];
    return;
  }
  button.disabled = true;
  says.textContent = "正在定位……";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.disabled = false;
      fill(form, `${at}latitude`, coords.latitude.toFixed(6));
      fill(form, `${at}longitude`, coords.longitude.toFixed(6));
      fill(form, `${at}datum`, "wgs84");
      says.textContent = `已取当前位置，误差约${Math.round(coords.accuracy)}米。核对后按“${button.dataset.locate || "保存"}”。`;
    },
    (error) => {
      button.disabled = false;
      says.textContent = SAYS[error.code] ?? SAYS[2];
    },
    { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
  );
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true })); // a map beside the form follows
  }
}
