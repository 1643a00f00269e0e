#pragma once

namespace parcel {

/// Return the value, or the nearer end of the range if it is outside.
template <typename Number>
Number limited(Number value, Number least, Number most)
{
    if (value < least) {
        return least;
    }
    if (value > most) {
        return most;
    }
    return value;
}

}  // namespace parcel
