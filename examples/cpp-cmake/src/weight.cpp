#include "parcel/parcel.hpp"

#include <stdexcept>

namespace parcel {

int grams(const std::string& text)
{
    const auto space = text.find(' ');
    const int number = std::stoi(text.substr(0, space));
    const std::string unit = text.substr(space + 1);
    if (unit == "g") {
        return number;
    }
    if (unit == "kg") {
        return 1000 * number;
    }
    throw std::invalid_argument("not a unit of weight: " + unit);
}

}  // namespace parcel
