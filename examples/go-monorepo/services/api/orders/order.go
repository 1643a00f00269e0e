// Package orders knows what customers have ordered.
package orders

import (
	"errors"

	"example.com/acme/text"
)

// ErrUnknown means that there is no order with this number.
var ErrUnknown = errors.New("no such order")

// Order is what one customer has ordered.
type Order struct {
	Items []string
	Paid  bool
}

// Book holds the orders by their numbers.
type Book map[int]Order

// Find returns an order, or ErrUnknown.
func (b Book) Find(number int) (Order, error) {
	order, ok := b[number]
	if !ok {
		return Order{}, ErrUnknown
	}
	return order, nil
}

// Describe says what was ordered and whether it was paid for.
func (o Order) Describe() string {
	items := text.List(o.Items)
	if o.Paid {
		return items + ", paid"
	}
	return items + ", to be paid"
}
