// Package text writes things for people to read.
package text

import "strings"

// Shorten cuts a text to at most limit characters, the last of which is a dot.
func Shorten(text string, limit int) string {
	letters := []rune(text)
	if len(letters) <= limit {
		return text
	}
	return string(letters[:limit-1]) + "."
}

// List joins words as in a sentence: "a, b and c".
func List(words []string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
