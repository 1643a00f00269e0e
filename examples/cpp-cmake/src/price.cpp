#include "parcel/limit.hpp"
#include "parcel/parcel.hpp"

namespace parcel {

int price(int grams, bool express)
{
    int cents = limited(grams / 10, 200, 3000);
    if (express) {
        cents *= 2;
    }
    return cents;
}

}  // namespace parcel
