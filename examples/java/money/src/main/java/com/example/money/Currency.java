package com.example.money;

/** The currencies that the shop takes. */
public enum Currency {
    EUR(100),
    JPY(1);

    private final int unit;

    Currency(int unit) {
        this.unit = unit;
    }

    /** How many of the smallest unit make one. */
    public int unit() {
        return unit;
    }
}
