#include "shapes.h"

int other(int value) {
    const double values[] = {1.5, 13, 0.5};
    return sign(value) + int(largest(values, 3));
}
