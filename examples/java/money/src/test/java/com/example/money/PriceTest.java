package com.example.money;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class PriceTest {
    @Test
    public void pricesAddUp() {
        Price sum = new Price(250, Currency.EUR).plus(new Price(199, Currency.EUR));
        assertEquals("4.49 EUR", sum.toString());
    }

    @Test(expected = IllegalArgumentException.class)
    public void currenciesAreNotMixed() {
        new Price(250, Currency.EUR).plus(new Price(199, Currency.JPY));
    }
}
