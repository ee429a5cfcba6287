// An outline drawn by hand: its corners are the lines of a field, so that what is typed and what is drawn are one.
import * as L from "leaflet";
import { ground, outlines, told } from "./ground";

const STEP_PIXELS = 4;
const FEW = 12; // corners that all have a handle, however near
const APART_PIXELS = 28; // a handle and a little
const MOVES: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function draw(box: HTMLElement): void {
  const form = box.closest("form");
  const field = form?.elements.namedItem("ring");
  if (!form || !(field instanceof HTMLTextAreaElement)) return;
  const says = told(box);
  const map = ground(box, says);
  void outlines(map, says);
  new Drawing(map, form, field).begin();
}

class Drawing {
  private corners: L.LatLng[] = [];
  private dragging = false; // the map may move along: no handle is put anew under the finger
  private readonly marks = new Map<number, L.Marker>();
  private readonly line = L.polygon([], { className: "bh-drawn", weight: 2.5, bubblingMouseEvents: false });

  constructor(private readonly map: L.Map, private readonly form: HTMLFormElement, private readonly field: HTMLTextAreaElement) {}

  begin(): void {
    this.line.addTo(this.map);
    this.line.on("click", (event) => this.insert(event.latlng));
    this.map.on("click", (event) => this.add(event.latlng));
    this.map.doubleClickZoom.disable();
    this.press("[data-draw-centre]", () => this.add(this.map.getCenter()));
    this.press("[data-draw-undo]", () => this.change(() => this.corners.pop()));
    this.press("[data-draw-clear]", () => this.change(() => (this.corners = [])));
    this.field.addEventListener("change", () => this.read());
    this.map.on("moveend zoomend", () => this.again());
    this.read();
    if (this.corners.length) this.map.fitBounds(this.line.getBounds(), { paddingTopLeft: [72, 32], paddingBottomRight: [32, 48], animate: false });
  }

  /** Another view shows other handles; who stands on one stays there. */
  private again(): void {
    if (this.dragging || this.corners.length <= FEW) return;
    const held = [...this.marks].find(([, mark]) => mark.getElement() === document.activeElement);
    this.paint(held?.[0]);
  }

  private press(mark: string, act: () => void): void {
    this.form.querySelector(mark)?.addEventListener("click", act);
  }

  private add(at: L.LatLng): void {
    this.change(() => this.corners.push(at));
  }

  /** Between the two corners whose edge is nearest. */
  private insert(at: L.LatLng): void {
    const spot = this.map.latLngToLayerPoint(at);
    const points = this.corners.map((one) => this.map.latLngToLayerPoint(one));
    let best = this.corners.length;
    let least = Infinity;
    points.forEach((point, index) => {
      const far = L.LineUtil.pointToSegmentDistance(spot, point, points[(index + 1) % points.length]);
      if (far < least) [least, best] = [far, index + 1];
    });
    // A press inside is no wish for a corner there.
    if (least < 14) this.change(() => this.corners.splice(best, 0, at), best);
  }

  private change(act: () => unknown, focus?: number): void {
    act();
    this.field.value = this.corners.map((one) => `${one.lng.toFixed(6)},${one.lat.toFixed(6)}`).join("\n");
    this.paint(focus);
  }

  private read(): void {
    const found = this.field.value.split("\n").map((line) => line.split(/[,，\s]+/).map(Number));
    this.corners = found.filter((at) => at.length >= 2 && at.slice(0, 2).every(Number.isFinite) && at[0] !== 0).map(([x, y]) => L.latLng(y, x));
    this.paint();
  }

  private paint(focus?: number): void {
    for (const mark of this.marks.values()) mark.remove();
    this.marks.clear();
    this.line.setLatLngs(this.corners);
    for (const index of this.apart(focus)) this.marks.set(index, this.corner(this.corners[index], index).addTo(this.map));
    if (focus !== undefined) this.marks.get(focus)?.getElement()?.focus();
    const count = this.corners.length;
    const hidden = count - this.marks.size;
    const line = this.form.querySelector<HTMLElement>("[data-draw-says]");
    if (line) line.textContent = `已有${count}个角${count < 3 ? "，至少要三个" : ""}${hidden ? `，其中${hidden}个放大后显示` : ""}。`;
  }

  /** Which corners have a handle: all of a few; of many those that stand apart on the screen, and the one that is being worked on. */
  private apart(focus?: number): number[] {
    if (this.corners.length <= FEW) return this.corners.map((_, index) => index);
    const view = this.map.getBounds().pad(0.1);
    const order = this.corners.map((_, index) => index).filter((index) => index !== focus && view.contains(this.corners[index]));
    const kept: { index: number; at: L.Point }[] = [];
    for (const index of focus === undefined || !this.corners[focus] ? order : [focus, ...order]) {
      const at = this.map.latLngToLayerPoint(this.corners[index]);
      if (kept.every((one) => one.at.distanceTo(at) >= APART_PIXELS)) kept.push({ index, at });
    }
    return kept.map((one) => one.index).sort((one, other) => one - other);
  }

  private corner(at: L.LatLng, index: number): L.Marker {
    const icon = L.divIcon({ className: "bh-corner", iconSize: [24, 24] });
    const text = `第${index + 1}个角`;
    const mark = L.marker(at, { icon, draggable: true, autoPan: true, title: text, alt: text });
    mark.on("dragstart", () => (this.dragging = true));
    mark.on("drag", () => {
      this.corners[index] = mark.getLatLng();
      this.line.setLatLngs(this.corners);
    });
    mark.on("dragend", () => {
      this.dragging = false;
      this.change(() => undefined, index);
    });
    mark.on("dblclick", () => this.change(() => this.corners.splice(index, 1)));
    mark.on("click", () => mark.getElement()?.focus());
    mark.on("add", () => {
      const element = mark.getElement();
      element?.setAttribute("aria-label", text);
      element?.addEventListener("keydown", (event) => this.key(event, index));
    });
    return mark;
  }

  private key(event: KeyboardEvent, index: number): void {
    const way = MOVES[event.key];
    if (way) {
      const spot = this.map.latLngToContainerPoint(this.corners[index]).add(L.point(way[0], way[1]).multiplyBy(STEP_PIXELS));
      this.change(() => (this.corners[index] = this.map.containerPointToLatLng(spot)), index);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.change(() => this.corners.splice(index, 1), Math.max(0, index - 1));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
