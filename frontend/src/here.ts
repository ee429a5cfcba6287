// Where the phone is while a check is made: the fields are filled as soon as it is known. Nobody waits for it, and who does not allow it
// checks all the same.
import { fresh } from "./dom";

const WAIT_MS = 15_000;

export function watchHere(root: ParentNode): void {
  const forms = fresh<HTMLFormElement>(root, "form[data-here]");
  if (!forms.length || !navigator.geolocation) return;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      for (const form of forms) {
        fill(form, "latitude", coords.latitude.toFixed(6));
        fill(form, "longitude", coords.longitude.toFixed(6));
        fill(form, "accuracy", Math.round(coords.accuracy).toString());
      }
    },
    () => undefined,
    { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
  );
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
