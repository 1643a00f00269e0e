package com.example.shop;

final class Discounts {
    private Discounts() {}

    /** Returns the part of the price that is paid, in percent. */
    static int paid(int items, boolean member) {
        if (member && items > 2) {
            return 80;
        }
        return member ? 90 : 100;
    }
}
