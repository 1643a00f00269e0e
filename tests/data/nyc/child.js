const f = require("./a");
f(0);
