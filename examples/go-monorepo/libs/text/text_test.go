package text

import "testing"

func TestLongTextIsShortened(t *testing.T) {
	if got := Shorten("a teapot", 5); got != "a te." {
		t.Errorf("got %q", got)
	}
}

func TestWordsAreListed(t *testing.T) {
	for want, words := range map[string][]string{
		"tea":                   {"tea"},
		"tea and milk":          {"tea", "milk"},
		"tea, milk and a spoon": {"tea", "milk", "a spoon"},
	} {
		if got := List(words); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
