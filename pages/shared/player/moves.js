// Where arrows go: among cells in rows and columns, and along what stands in one row.

/** Rows and columns. @type {Record<string, [number, number]>} */
export const AMONG_CELLS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @type {Record<string, number>} */
export const ALONG = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
