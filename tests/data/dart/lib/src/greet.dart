String greet(String name) {
  if (name.isEmpty) return "?";
  return "Hello, $name";
}
