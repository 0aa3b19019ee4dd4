// Numbers left blank, to be filled in by a person and checked to the digits shown: a result, a factor, or a whole line.

import { judged } from "../arithmetic/judged.js";
import { element } from "../browser/dom.js";
import { fill, significant, unwritten } from "../browser/format.js";

/** @import { Text } from "../browser/types.d.ts" */

/** What is left blank of an operation. */
export const BLANKS = ["nothing", "result", "factor", "line"];

/** Which factor is asked for: the slope where there is one, else the last one. @param {HTMLElement[]} lines */
function factorAsked(lines) {
  const all = lines.flatMap((line) => [...line.querySelectorAll(".bp-c-slope, .bp-c-weights, .bp-c-previous, .bp-c-delta")]);
  return all.find((one) => one.classList.contains("bp-c-slope")) ?? all[all.length - 1] ?? null;
}

/**
 * The lines with their blank, and the numbers that belong there. Where an operation has no such part, its result is blank.
 * @param {HTMLElement[]} lines
 * @param {string} what nothing, result, factor or line
 * @returns {{lines: HTMLElement[], blank: Element|null, value: number}}
 */
export function blanked(lines, what) {
  const result = lines.map((line) => line.querySelector("b")).find(Boolean) ?? null;
  const blank = what === "nothing" ? null : what === "factor" ? (factorAsked(lines) ?? result) : result;
  if (!blank) return { lines, blank, value: NaN };
  const value = unwritten((blank.textContent ?? "").replace(/[()=\s]/g, "")); // in the lines it may be in parentheses
  const own = lines.find((line) => line.contains(blank));
  // Behind a factor that is left blank stands what it gives, and it may be written once more.
  const again = blank === result ? [] : lines.flatMap((line) => [...line.querySelectorAll("span")]).filter((span) => span !== blank && span.className === blank.className && span.textContent === blank.textContent);
  for (const span of again) span.textContent = "…";
  const shown = what === "line" && own ? [own] : what === "factor" ? lines : lines.slice(0, lines.indexOf(/** @type {HTMLElement} */ (own)) + 1);
  return { lines: shown, blank, value };
}

/**
 * A place to type the number into, in the place of the number.
 * @param {Element} blank
 * @param {number} value
 * @param {number} digits
 * @param {Text} text
 * @param {(found: boolean) => void} onDone it was found, or is to be shown
 */
function askFor(blank, value, digits, text, onDone) {
  const form = element("form", "st-blank");
  const field = element("input");
  Object.assign(field, { inputMode: "decimal", autocomplete: "off", placeholder: "?" });
  field.setAttribute("aria-label", fill(text.blank_field, { digits }));
  const show = element("button", "", text.blank_show);
  show.type = "button";
  show.onclick = () => onDone(false);
  const says = element("span", "st-says");
  says.setAttribute("role", "status");
  form.append(field, element("button", "", text.blank_check), show, says);
  blank.replaceWith(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    const found = judged(field.value, value, digits);
    if (found === "right") onDone(true);
    field.setAttribute("aria-invalid", "true");
    says.textContent = fill(text[`blank_${found}`], { digits });
  };
}

/** The lines of an operation, and what is left blank of them until it is filled in or shown. */
export class BlankLines {
  /** @param {HTMLElement} place @param {(words: string) => void} done what is said once it is filled in; "" where it is shown */
  constructor(place, done) {
    this.place = place;
    this.done = done;
    /** What is written, and the last that was filled in or shown. */
    this.asked = "";
    this.solved = "";
  }

  /**
   * Whether something is left blank of what is to be written.
   * @param {string} what nothing, result, factor or line
   * @param {string} about what it is of: the same again stays, with what is being typed
   */
  isOpen(what, about) {
    return what !== "nothing" && Boolean(about) && this.solved !== `${what} ${about}`;
  }

  /**
   * @param {string} what
   * @param {string} about "" for nothing
   * @param {() => HTMLElement[]} lines
   * @param {number} digits
   * @param {Text} text
   */
  write(what, about, lines, digits, text) {
    const open = this.isOpen(what, about);
    const asked = `${what} ${about}`;
    if (open && this.asked === asked && this.place.querySelector("form")) return;
    this.asked = asked;
    const { lines: shown, blank, value } = blanked(about ? lines() : [], open ? what : "nothing");
    this.place.replaceChildren(...shown);
    if (!blank) return;
    askFor(blank, value, digits, text, (found) => {
      this.solved = asked;
      this.done(found ? fill(text.blank_right, { value: significant(value, digits) }) : "");
    });
  }
}
