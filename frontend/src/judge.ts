// What the chosen values come to, told while one chooses. The bands stand on the page as the rules have them; what counts is what the server works out.
import { fresh } from "./dom";

const WORDS = ["", "红·重大风险", "橙·较大风险", "黄·一般风险", "蓝·低风险"];
const TONES = ["", "red", "orange", "yellow", "blue"];

export function watchJudge(root: ParentNode): void {
  for (const group of fresh<HTMLElement>(root, "[data-judge]")) {
    group.addEventListener("change", () => tell(group));
    tell(group);
  }
}

function tell(group: HTMLElement): void {
  const says = group.querySelector<HTMLElement>("[data-judged]");
  const key = group.querySelector<HTMLInputElement>("input[name=method]:checked")?.value ?? "";
  const table = group.querySelector<HTMLElement>(`[data-method="${key}"]`);
  const direct = group.querySelector<HTMLSelectElement>("select[name=direct]")?.value ?? "";
  if (!says) return;
  const scored = table ? score(table) : null;
  says.hidden = !scored && !direct;
  if (says.hidden) return;
  const grade = direct ? 1 : (scored?.grade ?? 1);
  const mark = document.createElement("span");
  mark.className = `risk ${TONES[grade]}`;
  mark.textContent = WORDS[grade];
  says.replaceChildren(`${scored?.sum ?? ""} ${direct ? "直接判定" : (scored?.word ?? "")} `, mark);
}

interface Scored {
  sum: string;
  word: string;
  grade: number;
}

function score(table: HTMLElement): Scored | null {
  const factors = [...table.querySelectorAll("fieldset.factor")];
  const chosen = factors.map((factor) => factor.querySelector<HTMLInputElement>("input:checked"));
  const known = chosen.filter((input) => input !== null);
  if (known.length < factors.length) return null;
  const product = Number(known.reduce((found, input) => found * Number(input.value), 1).toPrecision(8));
  const bands = (table.dataset.bands ?? "").split(";").map((band) => band.split("|"));
  const band = bands.find(([least]) => product >= Number(least));
  const sum = `${known.map((input) => `${input.dataset.letter}${input.value}`).join("×")}＝${product}`;
  return band ? { sum, word: `${band[1]}，${band[2]}`, grade: Number(band[3]) } : null;
}
