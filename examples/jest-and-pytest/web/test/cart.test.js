"use strict";

const { summary, total } = require("../src/cart");

test("the cart adds up", () => {
  expect(total([{ cents: 250, count: 2 }, { cents: 100 }])).toBe(600);
});

test("a voucher needs a minimum", () => {
  const voucher = { from: 1000, cents: 300 };
  expect(total([{ cents: 999 }], voucher)).toBe(999);
});

test("the summary counts the items", () => {
  expect(summary([])).toBe("Your cart is empty");
  expect(summary([{ cents: 50 }, { cents: 60 }])).toBe("2 items, €1.10");
});
