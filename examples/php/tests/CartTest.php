<?php

declare(strict_types=1);

namespace Shop\Tests;

use PHPUnit\Framework\TestCase;
use Shop\Cart;
use Shop\Discount;

final class CartTest extends TestCase
{
    public function testItAddsUp(): void
    {
        $cart = new Cart();
        $cart->add(250, 2);
        $cart->add(100);
        self::assertSame(600, $cart->total());
    }

    public function testADiscountIsTakenOff(): void
    {
        $cart = new Cart();
        $cart->add(1000);
        self::assertSame(900, $cart->total(new Discount(10)));
    }
}
