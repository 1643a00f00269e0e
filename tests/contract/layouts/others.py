"""PHP, Ruby, Elixir, Erlang, Swift, Dart, Lua, R, shell and further languages."""

from typing import Final

from tests.contract.layouts.layout import (
    EITHER,
    OUTSIDE,
    UNPLACED,
    Layout,
    each,
    inside,
    same,
    under,
)

LARAVEL: Final = ("composer.json", "app/Models/User.php", "app/User.php", "config/app.php")
RAILS: Final = (
    *("Gemfile", "app/models/user.rb", "lib/tax.rb", "lib/version.rb"),
    *("engines/admin/app/models/user.rb", "engines/admin/lib/admin.rb"),
)
HTML: Final = "/var/www/html"

LAYOUTS: Final = (
    Layout(
        "PHPUnit in a container of a web server",
        LARAVEL,
        under(f"{HTML}/", "app/Models/User.php", "app/User.php", "config/app.php"),
        report="build/logs/clover.xml",
        kind="clover",
    ),
    Layout(
        "Composer's packages are not taken for the repository's files",
        ("composer.json", "src/Client.php", "src/Http/Request.php"),
        under(f"{HTML}/", "src/Client.php"),
        each(
            EITHER,
            f"{HTML}/vendor/guzzlehttp/guzzle/src/Client.php",
            f"{HTML}/vendor/symfony/http/src/Http/Request.php",
        ),
        report="clover.xml",
        kind="clover",
    ),
    Layout(
        "Composer's packages that are tracked are placed",
        ("src/Client.php", "vendor/acme/sdk/src/Client.php"),
        under(f"{HTML}/", "src/Client.php", "vendor/acme/sdk/src/Client.php"),
        report="clover.xml",
        kind="clover",
    ),
    Layout(
        "a module in the tree of the application that it is for",
        ("shop.module", "src/Shop.php", "src/Form/ShopForm.php", "tests/src/Shop.php"),
        under(
            f"{HTML}/web/modules/custom/shop/",
            "shop.module",
            "src/Shop.php",
            "src/Form/ShopForm.php",
            "tests/src/Shop.php",
        ),
        report="clover.xml",
        kind="clover",
    ),
    Layout(
        "PHPUnit's Cobertura is relative to its source",
        LARAVEL,
        inside("app", "Models/User.php", "User.php"),
        report="cobertura.xml",
        kind="cobertura",
        sources=("/builds/acme/shop/app",),
    ),
    Layout(
        "engines of Rails repeat the application's paths",
        RAILS,
        under(
            "/app/",
            "app/models/user.rb",
            "engines/admin/app/models/user.rb",
            "engines/admin/lib/admin.rb",
            "lib/tax.rb",
        ),
    ),
    Layout(
        "an engine's report is in the engine",
        RAILS,
        inside("engines/admin", "app/models/user.rb", "lib/admin.rb"),
        report="engines/admin/coverage/lcov.info",
    ),
    Layout(
        "simplecov-lcov begins with a dot",
        RAILS,
        {"./app/models/user.rb": "app/models/user.rb", "./lib/tax.rb": "lib/tax.rb"},
        report="coverage/lcov/shop.lcov",
    ),
    Layout(
        "gems are not taken for the repository's files",
        RAILS,
        under("/app/", "lib/tax.rb"),
        each(
            OUTSIDE,
            "/usr/local/bundle/gems/rack-2.2.8/lib/version.rb",
            "/home/me/.rbenv/versions/3.2.0/lib/ruby/gems/3.2.0/gems/rake-13.0/lib/version.rb",
            "/app/vendor/bundle/ruby/3.2.0/gems/rack-2.2.8/lib/version.rb",
        ),
    ),
    Layout(
        "an umbrella of Elixir has an application in each folder",
        ("mix.exs", "apps/web/lib/web.ex", "apps/web/lib/core.ex", "apps/core/lib/core.ex"),
        inside("apps/web", "lib/web.ex", "lib/core.ex"),
        report="apps/web/cover/lcov.info",
    ),
    Layout(
        "rebar3 builds through a link to the repository",
        ("rebar.config", "src/shop.erl", "src/cart.erl"),
        {
            "_build/test/lib/shop/src/shop.erl": "src/shop.erl",
            "{root}/_build/test/lib/shop/src/cart.erl": "src/cart.erl",
        },
        links={"_build/test/lib/shop/src": "../../../../src"},
    ),
    Layout(
        "Swift's own packages and those of others",
        ("Package.swift", "Sources/Shop/Cart.swift", "Sources/ShopUI/Cart.swift"),
        under("/Users/me/shop/", "Sources/Shop/Cart.swift", "Sources/ShopUI/Cart.swift"),
        each(
            EITHER,
            "/Users/me/shop/.build/checkouts/swift-nio/Sources/NIO/Channel.swift",
            "/Users/me/Library/Developer/Xcode/DerivedData/Shop-abc/SourcePackages/checkouts/"
            "Alamofire/Source/Alamofire.swift",
        ),
    ),
    Layout(
        "Flutter's package in a subfolder",
        ("packages/core/pubspec.yaml", "packages/core/lib/src/cart.dart", "lib/src/cart.dart"),
        inside("packages/core", "lib/src/cart.dart", "pubspec.yaml"),
        report="packages/core/coverage/lcov.info",
    ),
    Layout(
        "Lua's modules and those of LuaRocks",
        ("src/shop/init.lua", "src/shop/cart.lua", "spec/cart_spec.lua"),
        {"./src/shop/cart.lua": "src/shop/cart.lua", "src/shop/init.lua": "src/shop/init.lua"},
        {"/usr/share/lua/5.4/penlight/init.lua": UNPLACED},
    ),
    Layout(
        "R's covr has no source",
        ("DESCRIPTION", "R/cart.R", "src/cart.cpp"),
        same("R/cart.R", "src/cart.cpp"),
        report="cobertura.xml",
        kind="cobertura",
    ),
    Layout(
        "kcov's source ends in a slash",
        ("bin/deploy", "bin/lib/log.sh"),
        inside("bin", "deploy", "lib/log.sh"),
        report="coverage/deploy/cobertura.xml",
        kind="cobertura",
        sources=("/home/travis/build/acme/shop/bin/",),
    ),
    Layout(
        "Solidity's contracts and those of others",
        ("contracts/Token.sol", "contracts/lib/Math.sol"),
        same("contracts/Token.sol", "contracts/lib/Math.sol"),
        {"@openzeppelin/contracts/lib/Math.sol": EITHER},
    ),
)
