// Command api answers questions about orders over HTTP.
package main

import (
	"fmt"
	"log"
	"net/http"
	"strconv"

	"example.com/acme/api/v2/orders"
)

func handler(book orders.Book) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		number, err := strconv.Atoi(r.URL.Query().Get("order"))
		if err != nil {
			http.Error(w, "order must be a number", http.StatusBadRequest)
			return
		}
		order, err := book.Find(number)
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		fmt.Fprintln(w, order.Describe())
	}
}

func main() {
	book := orders.Book{1: {Items: []string{"tea", "milk"}}}
	log.Fatal(http.ListenAndServe(":8080", handler(book)))
}
