// What Streamlit sends along with every answer in a component's place: it loads the component once, from SOURCE, and
// hands on what it is called with. Where that cannot be loaded it asks the server for the component itself.

const SOURCE = "";

/** @import { Mount } from "./types.d.ts" */

/** @typedef {(given: Mount<unknown>) => void|(() => void)} Component */

/** @type {Component|null} */
let component = null;
/** @type {Promise<void>|null} */
let loading = null;

/** @param {Mount<unknown>} given */
export default async function (given) {
  loading ??= import(new URL(SOURCE, document.baseURI).href).then((module) => { component = module.default; });
  try {
    if (!component) await loading;
  } catch {
    given.setStateValue("whole", true);
  }
  return given.parentElement.isConnected ? component?.(given) : undefined; // else the page was left meanwhile
}
