#include "shapes.h"
#include <cstdio>

int other(int value);

int never(int a) {
    return a ? 1 : 2;
}

int main(int argc, char **) {
    const int values[] = {3, 9, 13, 4};
    int sum = 0;
    auto add = [&](int each) {
        if (each % 2 == 0 || each > 8)
            sum += each;
    };
    for (int each : values)
        add(each);
    while (sum > 0) {
        sum -= CLAMP(sum, 1, 5);
    }
    switch (argc) {
    case 1:
        sum = sign(-1);
        break;
    case 2:
        sum = 2;
        break;
    default:
        break;
    }
#if 0
    sum = 7;
#endif
    if (sum == 100) goto end;
    try {
        if (sum < 0)
            throw 1;
    } catch (int thrown) {
        sum = thrown;
    }

end:
    std::printf("%d %d %d\n", sum, largest(values, 4), other(sum));
    return 0;
}
