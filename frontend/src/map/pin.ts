// A pin that fills latitude and longitude of its form, and moves when they are typed. What the pin gives is WGS 84.
import * as L from "leaflet";
import { ground, outlines, told } from "./ground";
import { watchFinding } from "./places";

export function pin(box: HTMLElement): void {
  const form = box.closest("form");
  const says = told(box);
  if (!form || box.dataset.pin === "set") return;
  box.dataset.pin = "set";
  const fold = box.closest<HTMLElement>("[data-place]"); // one of several places in a form: its fields' names begin with that
  const part = fold ?? form;
  const field = (name: string) => form.elements.namedItem(`${fold?.dataset.place ?? ""}${name}`) as HTMLInputElement | HTMLSelectElement | null;
  const map = ground(box, says);
  void outlines(map, says);
  if (says.here) L.circleMarker(says.here, { radius: 7, className: "bh-here", interactive: false }).addTo(map).bindTooltip("单位的位置", { permanent: true, direction: "right", offset: [8, 0] });
  const icon = L.divIcon({ className: "bh-pin", iconSize: [30, 40], iconAnchor: [15, 38] });
  let marker: L.Marker | undefined;

  const fill = (at: L.LatLng) => {
    for (const [name, value] of [["latitude", at.lat.toFixed(6)], ["longitude", at.lng.toFixed(6)], ["datum", "wgs84"]] as const) {
      const one = field(name);
      if (one) one.value = value;
      one?.dispatchEvent(new Event("input", { bubbles: true })); // kept on the device like what is typed
    }
    const pasted = field("pasted");
    if (pasted) pasted.value = "";
    const line = part.querySelector<HTMLElement>("[data-pin-says]");
    if (line) line.textContent = `已标在北纬${at.lat.toFixed(6)}，东经${at.lng.toFixed(6)}。核对后保存。`;
  };
  const put = (at: L.LatLng) => {
    if (!marker) {
      marker = L.marker(at, { icon, draggable: true, keyboard: true, alt: "位置", title: "拖动调整" }).addTo(map);
      marker.on("dragend", () => marker && fill(marker.getLatLng()));
    }
    marker.setLatLng(at);
  };
  const read = (): L.LatLng | undefined => {
    const [north, east] = [Number(field("latitude")?.value), Number(field("longitude")?.value)];
    return field("datum")?.value === "wgs84" && north > 3 && north < 54 && east > 73 && east < 136 ? L.latLng(north, east) : undefined;
  };
  const follow = () => {
    const at = read();
    if (at) {
      put(at);
      map.setView(at, Math.max(map.getZoom(), 15), { animate: false });
    } else if (marker) {
      marker.remove();
      marker = undefined;
    }
  };
  map.on("click", (event) => {
    put(event.latlng);
    fill(event.latlng);
  });
  part.querySelector("[data-pin-centre]")?.addEventListener("click", () => {
    put(map.getCenter());
    fill(map.getCenter());
  });
  watchFinding(part, says.places, (at) => {
    put(at);
    fill(at);
    map.setView(at, Math.max(map.getZoom(), 15), { animate: false });
  });
  for (const name of ["latitude", "longitude", "datum"]) field(name)?.addEventListener("change", follow);
  follow();
}
