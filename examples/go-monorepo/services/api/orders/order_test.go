package orders

import "testing"

func TestAPaidOrderSaysSo(t *testing.T) {
	order := Order{Items: []string{"tea", "milk"}, Paid: true}
	if got := order.Describe(); got != "tea and milk, paid" {
		t.Errorf("got %q", got)
	}
}

func TestAnOrderIsFoundByItsNumber(t *testing.T) {
	book := Book{7: {Items: []string{"tea"}}}
	if _, err := book.Find(7); err != nil {
		t.Error(err)
	}
}
