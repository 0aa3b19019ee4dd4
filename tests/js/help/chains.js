// Small scenes with numbers of their own: what paths and updates are tested on.

/** Numbers between −1 and 1, the same at every run (a linear congruential generator). */
export function randoms(seed) {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return (2 * state) / 2 ** 32 - 1;
  };
}

export function matrix(rows, columns, make) {
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, make) };
}

/**
 * A scene as far as its paths go: weights, slopes and the output's delta, of `samples` samples.
 * @param {number[]} sizes
 * @param {() => number} make each number
 */
export function chainScene(sizes, make, { skipped = [], normalization = "none", samples = 1, penalty = { l1: 0, l2: 0 }, text = {} } = {}) {
  const depth = sizes.length - 1;
  const arrays = { a0: matrix(samples, sizes[0], make) };
  for (let l = 1; l <= depth; l += 1) {
    for (const name of ["W", "dW"]) arrays[`${name}${l}`] = matrix(sizes[l - 1], sizes[l], make);
    for (const name of ["a", "slope", "delta", "da"]) arrays[`${name}${l}`] = matrix(samples, sizes[l], make);
  }
  const at = (name, row, column) => arrays[name].values[row * arrays[name].columns + column];
  return {
    depth, arrays, skipped, at, has: () => true, header: { sizes, normalization, samples, penalty, text },
    operations: [{ kind: "output_delta", roles: { upstream: `da${depth}`, slope: `slope${depth}` } }],
  };
}
