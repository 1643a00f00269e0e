#include "parcel/parcel.hpp"

#include <iostream>

namespace {

int failures = 0;

void equal(int got, int wanted)
{
    if (got != wanted) {
        std::cerr << "got " << got << ", wanted " << wanted << '\n';
        ++failures;
    }
}

}  // namespace

int main()
{
    equal(parcel::grams("2 kg"), 2000);
    equal(parcel::price(100, false), 200);
    equal(parcel::price(2500, false), 250);
    return failures == 0 ? 0 : 1;
}
