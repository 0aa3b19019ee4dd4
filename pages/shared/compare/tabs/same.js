// Whether pictures of several runs can be read by one another's axes and colours. Pure.

/** @import { DataHeader, RunHeader } from "../../browser/types.d.ts" */

/** @typedef {Pick<RunHeader, "data">} About */

/** Whether a saying is the same of all. @param {About[]} headers @param {(data: DataHeader) => unknown} say */
function same(headers, say) {
  return new Set(headers.map(({ data }) => JSON.stringify(say(data)))).size <= 1;
}

/** The least and the greatest target. @param {DataHeader} data */
function ends({ points }) {
  const targets = points?.y ?? [];
  return [Math.min(...targets), Math.max(...targets)];
}

/** Whether their pictures have the same axes: a curve's upright one is that of its targets. @param {About[]} headers */
export function sameAxes(headers) {
  return same(headers, (data) => [data.kind, data.axes, data.features, data.kind === "line" && (data.task === "classes" ? "shares" : ends(data))]);
}

/** Whether their axes are of the same inputs. @param {About[]} headers */
export function sameInputs(headers) {
  return same(headers, ({ kind, features }) => [kind, features]);
}

/** Whether a colour means the same in all of them. @param {About[]} headers */
export function sameColours(headers) {
  return same(headers, (data) => [data.task, data.classes, data.task === "regression" && ends(data)]);
}
