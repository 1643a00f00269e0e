package com.example.shop;

import static org.junit.Assert.assertEquals;

import com.example.money.Currency;
import com.example.money.Price;
import org.junit.Test;

public class CartTest {
    @Test
    public void membersPayLess() {
        Cart cart = new Cart(true);
        cart.add(new Price(1000, Currency.EUR));
        assertEquals("9.00 EUR", cart.total().toString());
    }
}
