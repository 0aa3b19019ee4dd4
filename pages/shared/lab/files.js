// A chart as a file: a picture, or a page of its own that needs no network.

/** @import { Palette, Plotly, PlotlyHost } from "../browser/types.d.ts" */

/** The system's own fonts; those after the first are for what it has not, as Korean. */
const FONTS = 'sans-serif, "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic"';

/** What stands beside a chart on the page. @typedef {{title: string, about: string}} Words */

/** Save a file. @param {Blob|string} content a blob, or a data URL @param {string} name */
function save(content, name) {
  const link = document.createElement("a");
  link.href = typeof content === "string" ? content : URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  if (typeof content !== "string") setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * The chart as it is shown, with what stands beside it on the page: a title, a legend, a background.
 * @param {PlotlyHost} host
 * @param {Words} words
 * @param {Palette} colours
 */
function complete(host, { title, about }, colours) {
  const { data, layout } = host;
  const shown = data.map((trace) => ({ ...trace, showlegend: Boolean(trace.name) && trace.hoverinfo !== "skip" && trace.mode !== "markers" }));
  return {
    data: shown,
    layout: {
      ...layout, autosize: true, width: undefined, height: undefined,
      // The page's own letters are not at hand where a picture is drawn: what was measured by them would be cut.
      font: { ...layout.font, family: FONTS },
      title: { text: title, subtitle: { text: about, font: { size: 13, color: colours.muted } }, font: { size: 18, color: colours.ink }, x: 0.02, xanchor: "left" },
      showlegend: shown.filter((trace) => trace.showlegend).length > 1,
      legend: { font: { color: colours.ink } },
      paper_bgcolor: colours.background, plot_bgcolor: colours.background,
      margin: { ...layout.margin, l: layout.margin.l + 20, t: 78, b: layout.margin.b + 16 },
    },
  };
}

/**
 * @param {Plotly} plotly
 * @param {PlotlyHost} host of the chart
 * @param {Words} words
 * @param {Palette} colours
 */
export async function savePicture(plotly, host, words, colours) {
  const { data, layout } = complete(host, words, colours);
  const picture = await plotly.toImage({ data, layout: { ...layout, width: 1200, height: 675 } }, { format: "png", width: 1200, height: 675, scale: 2 });
  save(picture, fileName(words.title, "png"));
}

/**
 * @param {string} url of plotly.min.js: it goes into the file
 * @param {PlotlyHost} host
 * @param {Words} words
 * @param {Palette} colours
 */
export async function savePage(url, host, words, colours) {
  const script = await (await fetch(new URL(url, document.baseURI))).text();
  const chart = JSON.stringify(complete(host, words, colours)).replaceAll("<", "\\u003c");
  const page = [
    `<!doctype html><html lang="${document.documentElement.lang}"><meta charset="utf-8">`, `<title>${escaped(words.title)}</title>`,
    `<style>html, body, #chart { height: 100%; margin: 0; background: ${colours.background}; }</style>`,
    '<div id="chart"></div>', `<script>${script}</` + "script>",
    `<script>const { data, layout } = ${chart}; Plotly.newPlot("chart", data, layout, { responsive: true });</` + "script>",
  ];
  save(new Blob([page.join("\n")], { type: "text/html" }), fileName(words.title, "html"));
}

/** @param {string} title */
function escaped(title) {
  return title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** @param {string} title @param {string} ending */
function fileName(title, ending) {
  return `${title.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "").toLowerCase()}.${ending}`;
}
