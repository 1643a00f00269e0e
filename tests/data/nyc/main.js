const f = require("./a");
f(2);
require("child_process").execFileSync(process.execPath, ["child.js"]);
require("child_process").execFileSync(process.execPath, ["-e", "1"]);
