<?php

declare(strict_types=1);

namespace Shop;

/** What a customer wants to buy. */
final class Cart
{
    /** @var list<array{cents: int, count: int}> */
    private array $items = [];

    public function add(int $cents, int $count = 1): void
    {
        if ($count < 1) {
            throw new \InvalidArgumentException('A cart holds one of an article at least');
        }
        $this->items[] = ['cents' => $cents, 'count' => $count];
    }

    public function total(?Discount $discount = null): int
    {
        $sum = 0;
        foreach ($this->items as $item) {
            $sum += $item['cents'] * $item['count'];
        }
        return $discount === null ? $sum : $discount->applyTo($sum);
    }

    /** @codeCoverageIgnore */
    public function __debugInfo(): array
    {
        return $this->items;
    }
}
