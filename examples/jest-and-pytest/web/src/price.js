"use strict";

const SYMBOLS = { EUR: "€", GBP: "£" };

/** Returns an amount of cents as a page shows it. */
function price(cents, currency = "EUR") {
  const sign = cents < 0 ? "-" : "";
  const symbol = SYMBOLS[currency];
  if (symbol === undefined) {
    throw new RangeError(`unknown currency ${currency}`);
  }
  return `${sign}${symbol}${(Math.abs(cents) / 100).toFixed(2)}`;
}

module.exports = { price };
