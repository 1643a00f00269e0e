"use strict";

const { price } = require("./price");

/** Returns the sum of the items in cents, less what a voucher takes off. */
function total(items, voucher) {
  let cents = 0;
  for (const item of items) {
    cents += item.cents * (item.count || 1);
  }
  if (voucher && cents >= voucher.from) {
    cents -= voucher.cents;
  }
  return cents;
}

/** Returns the line below the cart. */
function summary(items, voucher) {
  switch (items.length) {
    case 0:
      return "Your cart is empty";
    case 1:
      return `One item, ${price(total(items, voucher))}`;
    default:
      return `${items.length} items, ${price(total(items, voucher))}`;
  }
}

module.exports = { summary, total };
