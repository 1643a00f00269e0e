<?php

declare(strict_types=1);

namespace Shop;

/** What sending a parcel costs, in cents. */
final class Shipping
{
    public function cost(int $grams): int
    {
        if ($grams > 2000) {
            return 899;
        }
        return 499;
    }
}
