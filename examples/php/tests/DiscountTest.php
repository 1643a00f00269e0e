<?php

declare(strict_types=1);

namespace Shop\Tests;

use PHPUnit\Framework\TestCase;
use Shop\Discount;

final class DiscountTest extends TestCase
{
    public function testTheLabelHasThePercentage(): void
    {
        self::assertSame('5 %', (new Discount(5))->label());
    }
}
