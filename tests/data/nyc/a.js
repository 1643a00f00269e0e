function f(x) {
  if (x > 1) {
    return 1;
  }
  return x ? 2 : 3;
}
module.exports = f;
