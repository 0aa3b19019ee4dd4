// How one parameter, or its gradient, is printed: W2[1, 3], db1[2].

/** @param {string} kind W, b, dW or db @param {number} layer @param {number} i the unit that a weight comes from, from 0 @param {number} j the one that it leads to, or whose bias it is */
export function parameterName(kind, layer, i, j) {
  return `${kind}${layer}[${kind.endsWith("W") ? `${i + 1}, ` : ""}${j + 1}]`;
}
