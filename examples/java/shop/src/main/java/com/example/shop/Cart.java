package com.example.shop;

import com.example.money.Currency;
import com.example.money.Price;
import java.util.ArrayList;
import java.util.List;

/** What a customer is about to buy. */
public final class Cart {
    private final List<Price> prices = new ArrayList<>();
    private final boolean member;

    public Cart(boolean member) {
        this.member = member;
    }

    public void add(Price price) {
        prices.add(price);
    }

    public void clear() {
        prices.clear();
    }

    public Price total() {
        Price sum = prices.stream().reduce(new Price(0, Currency.EUR), Price::plus);
        return sum.percent(Discounts.paid(prices.size(), member));
    }
}
