"use strict";

const { price } = require("../src/price");

test("a price has its currency's symbol", () => {
  expect(price(1234, "GBP")).toBe("£12.34");
});

test("a refund has a sign", () => {
  expect(price(-5, "EUR")).toBe("-€0.05");
});
