#pragma once

#include <string>

namespace parcel {

/// Read a weight such as "250 g" or "2 kg", in grams.
int grams(const std::string& text);

/// Return the postage of a parcel in cents.
int price(int grams, bool express);

}  // namespace parcel
