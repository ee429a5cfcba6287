// The pages that have a map. Each module looks for its own elements; without script the tables below say the same.
import "leaflet/dist/leaflet.css";
import "./map/map.css";
import { draw } from "./map/draw";
import { show } from "./map/show";
import { pin } from "./map/pin";

for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) show(box);
for (const box of document.querySelectorAll<HTMLElement>("[data-draw]")) draw(box);
for (const box of document.querySelectorAll<HTMLElement>("[data-pin]")) pin(box);
// A fold that is opened later (opened.ts) says so at its box.
document.addEventListener("bh:pin", (event) => pin(event.target as HTMLElement));
