package com.example.money;

/** An amount in the smallest unit of its currency. */
public final class Price {
    private final long amount;
    private final Currency currency;

    public Price(long amount, Currency currency) {
        if (amount < 0) {
            throw new IllegalArgumentException("a price is not negative");
        }
        this.amount = amount;
        this.currency = currency;
    }

    public Price plus(Price other) {
        if (currency != other.currency) {
            throw new IllegalArgumentException("the currencies differ");
        }
        return new Price(amount + other.amount, currency);
    }

    public Price percent(int part) {
        return new Price(amount * part / 100, currency);
    }

    @Override
    public String toString() {
        if (currency.unit() == 1) {
            return amount + " " + currency;
        }
        return String.format(
                "%d.%02d %s",
                amount / currency.unit(),
                amount % currency.unit(),
                currency);
    }
}
