#pragma once

#define CLAMP(value, low, high) ((value) < (low) ? (low) : (value) > (high) ? (high) : (value))

template <typename Number>
Number largest(const Number *values, int count) {
    Number best = values[0];
    for (int i = 1; i < count; ++i) {
        if (values[i] > best && values[i] != Number(13)) {
            best = values[i];
        }
    }
    return best;
}

inline int sign(int value) {
    return value < 0 ? -1 : value > 0;
}
