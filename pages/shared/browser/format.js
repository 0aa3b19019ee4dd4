// Numbers as a person reads them. The same rules as pages/shared/numbers.py.

/** @type {Record<string, string>} */
const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/**
 * A value with that many significant digits; 3.1e-9 is written 3.1×10⁻⁹. Only 0 itself is written as 0.
 * @param {number} value
 * @param {number} digits
 */
export function significant(value, digits) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const [mantissa, exponent] = Math.abs(value).toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -3 && power < Math.max(5, digits)) {
    return sign + Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, digits - 1 - power));
  }
  return `${sign}${mantissa}×10${raised(power)}`;
}

/** A whole number as an upper index: −9 is written ⁻⁹. @param {number} n */
export function raised(n) {
  return [...String(n)].map((sign) => SUPERSCRIPTS[sign]).join("");
}

/** The number that `significant` or `concise` wrote. @param {string} written */
export function unwritten(written) {
  const [mantissa, power = ""] = written.replace("−", "-").split("×10");
  const exponent = [...power].map((up) => Object.keys(SUPERSCRIPTS).find((sign) => SUPERSCRIPTS[sign] === up)).join("");
  return Number(exponent ? `${mantissa}e${exponent}` : mantissa);
}

/**
 * As `significant`, with no more digits than a value has that is known in steps alone.
 * @param {number} value
 * @param {number} digits
 * @param {number} grain the step; 0 where it is known exactly
 */
export function known(value, digits, grain = 0) {
  if (!grain || !Number.isFinite(value)) return significant(value, digits);
  const size = Math.abs(value);
  if (size < grain / 2) return "0";
  const places = Math.floor(Math.log10(size)) - Math.ceil(Math.log10(grain)) + 1;
  return significant(value, Math.min(digits, Math.max(1, places)));
}

/**
 * As `significant`, but a value that needs fewer digits is written with fewer: 0.4, not 0.400000.
 * @param {number} value
 * @param {number} digits
 */
export function concise(value, digits) {
  const written = significant(value, digits);
  return Number(value.toPrecision(digits)) === value && !written.includes("×") && written.includes(".") ? written.replace(/\.?0+$/, "") : written;
}

/** A share of 1 in percent; 100 % only where it is the whole. @param {number} share @param {number} digits */
export function percent(share, digits) {
  if (Number.isNaN(share)) return "–";
  const rounded = (100 * share).toFixed(digits);
  return `${share < 1 && Number(rounded) === 100 ? (100 - 10 ** -digits).toFixed(digits) : rounded} %`;
}

/**
 * Fill the {placeholders} of a text.
 * @param {string} text
 * @param {Object<string, string|number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * A number of things, from a catalogue that has `key` for several, and for none, and `key_1` for one.
 * @param {Object<string, string>} text
 * @param {string} key
 * @param {number} n
 * @param {Object<string, string|number>} values
 */
export function counted(text, key, n, values = {}) {
  return fill(text[n === 1 ? `${key}_1` : key], { n: n.toLocaleString("en"), ...values });
}

/** A whole number as a lower index: 12 is written ₁₂. @param {number} n */
export function subscript(n) {
  return [...String(n)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join("");
}

/** A number as people write it, with a point or a comma; null where it is none. @param {string} text */
export function parsed(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) && Math.abs(value) < 1e150 ? value : null;
}
