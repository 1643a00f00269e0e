<?php

declare(strict_types=1);

namespace Shop;

/** Takes something off a sum. */
final class Discount
{
    private int $percent;
    private int $from;

    public function __construct(int $percent, int $from = 0)
    {
        $this->percent = $percent;
        $this->from = $from;
    }

    public function applyTo(int $cents): int
    {
        if ($cents < $this->from) {
            return $cents;
        }
        return $cents - intdiv($cents * $this->percent, 100);
    }

    public function label(): string
    {
        if ($this->from > 0) {
            return sprintf('%d %% from %d cents', $this->percent, $this->from);
        }
        return sprintf('%d %%', $this->percent);
    }
}
