package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/acme/api/v2/orders"
)

func TestAnUnknownOrderIsNotFound(t *testing.T) {
	answer := httptest.NewRecorder()
	handler(orders.Book{})(answer, httptest.NewRequest(http.MethodGet, "/?order=9", nil))
	if answer.Code != http.StatusNotFound {
		t.Errorf("got %d", answer.Code)
	}
}
