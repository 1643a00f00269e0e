"""Java, Kotlin, Scala and Groovy: packages without their source roots, modules and groups."""

from typing import Final

from tests.contract.layouts.layout import (
    AMBIGUOUS,
    NOT_HERE,
    UNPLACED,
    Layout,
    Report,
    each,
    inside,
    under,
)

MAVEN: Final = (
    "pom.xml",
    "src/main/java/com/acme/Cart.java",
    "src/test/java/com/acme/CartTest.java",
)
JENKINS: Final = "/home/jenkins/agent/workspace/shop_PR-12"
SITE: Final = "target/site/jacoco/jacoco.xml"
MODULES: Final = (
    *("pom.xml", "core/pom.xml", "web/pom.xml"),
    *("core/src/main/java/com/acme/Config.java", "core/src/main/java/com/acme/Cart.java"),
    *("web/src/main/java/com/acme/Config.java", "web/src/main/java/com/acme/Page.java"),
)
ANDROID: Final = (
    *("settings.gradle.kts", "app/build.gradle.kts"),
    *("app/src/main/java/com/acme/Main.kt", "app/src/main/kotlin/com/acme/Extra.kt"),
    *("app/src/free/java/com/acme/Ads.kt", "app/src/paid/java/com/acme/Ads.kt"),
)

LAYOUTS: Final = (
    Layout(
        "Maven's source root is found",
        MAVEN,
        inside("src/main/java", "com/acme/Cart.java"),
        report=SITE,
        kind="jacoco",
    ),
    Layout(
        "the default package has only a name",
        ("src/main/java/Main.java", "src/main/java/com/acme/Cart.java"),
        inside("src/main/java", "Main.java", "com/acme/Cart.java"),
        report=SITE,
        kind="jacoco",
    ),
    Layout(
        "Java and Kotlin have source roots of their own",
        ("src/main/java/com/acme/Cart.java", "src/main/kotlin/com/acme/Till.kt"),
        {
            "com/acme/Cart.java": "src/main/java/com/acme/Cart.java",
            "com/acme/Till.kt": "src/main/kotlin/com/acme/Till.kt",
        },
        report="build/reports/jacoco/test/jacocoTestReport.xml",
        kind="jacoco",
    ),
    Layout(
        "Ant's source root is just src",
        ("build.xml", "src/com/acme/Cart.java", "test/com/acme/CartTest.java"),
        inside("src", "com/acme/Cart.java"),
        report="jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "a module's report is in the module",
        MODULES,
        inside("core/src/main/java", "com/acme/Config.java", "com/acme/Cart.java"),
        report=f"core/{SITE}",
        kind="jacoco",
        more=(
            Report(
                place=f"web/{SITE}",
                kind="jacoco",
                placed=inside("web/src/main/java", "com/acme/Config.java", "com/acme/Page.java"),
            ),
        ),
    ),
    Layout(
        "groups of an aggregate are named after modules",
        MODULES,
        {
            "core>com/acme/Config.java": "core/src/main/java/com/acme/Config.java",
            "web>com/acme/Config.java": "web/src/main/java/com/acme/Config.java",
            "web>com/acme/Page.java": "web/src/main/java/com/acme/Page.java",
        },
        report="report/target/site/jacoco-aggregate/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "groups within groups end in the module",
        (
            *("services/core/src/main/java/com/acme/Config.java", "services/core/pom.xml"),
            *("services/web/src/main/java/com/acme/Config.java", "services/web/pom.xml"),
        ),
        {
            "shop/services/core>com/acme/Config.java": (
                "services/core/src/main/java/com/acme/Config.java"
            ),
            "shop/services/web>com/acme/Config.java": (
                "services/web/src/main/java/com/acme/Config.java"
            ),
        },
        report="target/site/jacoco-aggregate/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "groups that are no folder do not hinder a unique file",
        MODULES,
        {
            "Shop :: Core>com/acme/Cart.java": "core/src/main/java/com/acme/Cart.java",
            "Shop :: Web>com/acme/Page.java": "web/src/main/java/com/acme/Page.java",
        },
        report="target/site/jacoco-aggregate/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "a file of two modules without a group is ambiguous",
        MODULES,
        {"com/acme/Cart.java": "core/src/main/java/com/acme/Cart.java"},
        {
            "com/acme/Config.java": (
                f"{AMBIGUOUS}core/src/main/java/com/acme/Config.java, "
                "web/src/main/java/com/acme/Config.java"
            ),
        },
        report="build/reports/jacoco/jacocoRootReport.xml",
        kind="jacoco",
    ),
    Layout(
        "Kotlin leaves the packages that all files share out of the folders",
        ("src/main/kotlin/Main.kt", "src/main/kotlin/cart/Cart.kt", "src/main/kotlin/till/Till.kt"),
        {
            "com/acme/shop/Main.kt": "src/main/kotlin/Main.kt",
            "com/acme/shop/cart/Cart.kt": "src/main/kotlin/cart/Cart.kt",
            "com/acme/shop/till/Till.kt": "src/main/kotlin/till/Till.kt",
        },
        report="build/reports/kover/report.xml",
        kind="jacoco",
    ),
    Layout(
        "Kotlin's shared packages are learned where names repeat",
        (
            *("src/main/kotlin/Config.kt", "src/main/kotlin/cart/Config.kt"),
            *("src/main/kotlin/cart/Cart.kt", "src/main/kotlin/till/Config.kt"),
        ),
        {
            "com/acme/shop/Config.kt": "src/main/kotlin/Config.kt",
            "com/acme/shop/cart/Config.kt": "src/main/kotlin/cart/Config.kt",
            "com/acme/shop/cart/Cart.kt": "src/main/kotlin/cart/Cart.kt",
            "com/acme/shop/till/Config.kt": "src/main/kotlin/till/Config.kt",
        },
        report="build/reports/kover/report.xml",
        kind="jacoco",
    ),
    Layout(
        "Kotlin multiplatform has a source root for each target",
        (
            *("shared/build.gradle.kts", "shared/src/commonMain/kotlin/com/acme/Cart.kt"),
            *("shared/src/jvmMain/kotlin/com/acme/Clock.jvm.kt",),
            *("shared/src/iosMain/kotlin/com/acme/Clock.ios.kt",),
        ),
        {
            "com/acme/Cart.kt": "shared/src/commonMain/kotlin/com/acme/Cart.kt",
            "com/acme/Clock.jvm.kt": "shared/src/jvmMain/kotlin/com/acme/Clock.jvm.kt",
        },
        report="shared/build/reports/kover/report.xml",
        kind="jacoco",
    ),
    Layout(
        "Android's flavours share names",
        ANDROID,
        {
            "com/acme/Main.kt": "app/src/main/java/com/acme/Main.kt",
            "com/acme/Extra.kt": "app/src/main/kotlin/com/acme/Extra.kt",
        },
        {"com/acme/Ads.kt": AMBIGUOUS},
        report="app/build/reports/jacoco/testFreeDebugUnitTest/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "a source root chooses the flavour",
        ANDROID,
        {
            "com/acme/Main.kt": "app/src/main/java/com/acme/Main.kt",
            "com/acme/Ads.kt": "app/src/paid/java/com/acme/Ads.kt",
        },
        options=("--source-root", "app/src/paid/java"),
        report="app/build/reports/jacoco/testPaidDebugUnitTest/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "generated classes are not in the repository",
        MAVEN,
        inside("src/main/java", "com/acme/Cart.java"),
        each(NOT_HERE, "com/acme/BuildConfig.java", "com/acme/proto/Order.java"),
        untracked=("target/generated-sources/protobuf/java/com/acme/proto/Order.java",),
        report=SITE,
        kind="jacoco",
    ),
    Layout(
        "a class of others is not taken for one of the same name",
        ("src/main/java/com/acme/util/Strings.java", "src/main/java/com/acme/Cart.java"),
        inside("src/main/java", "com/acme/Cart.java"),
        {"org/apache/other/Strings.java": UNPLACED},
        report=SITE,
        kind="jacoco",
    ),
    Layout(
        "Cobertura's sources are source roots of another machine",
        MODULES,
        {
            "com/acme/Cart.java": "core/src/main/java/com/acme/Cart.java",
            "com/acme/Page.java": "web/src/main/java/com/acme/Page.java",
        },
        report="target/site/cobertura/coverage.xml",
        kind="cobertura",
        sources=(
            "/var/jenkins_home/workspace/shop/core/src/main/java",
            "/var/jenkins_home/workspace/shop/web/src/main/java",
        ),
    ),
    Layout(
        "Scala has source roots for its versions",
        (
            "build.sbt",
            "core/src/main/scala/com/acme/Cart.scala",
            "core/src/main/scala-2.13/com/acme/Compat.scala",
        ),
        {
            "com/acme/Cart.scala": "core/src/main/scala/com/acme/Cart.scala",
            "com/acme/Compat.scala": "core/src/main/scala-2.13/com/acme/Compat.scala",
        },
        report="core/target/scala-2.13/jacoco/report/jacoco.xml",
        kind="jacoco",
    ),
    Layout(
        "OpenClover's paths are those of the machine",
        ("src/main/java/com/acme/Cart.java", "src/main/groovy/com/acme/Till.groovy"),
        under(
            f"{JENKINS}/",
            "src/main/java/com/acme/Cart.java",
            "src/main/groovy/com/acme/Till.groovy",
        ),
        report="target/site/clover/clover.xml",
        kind="clover",
        names={f"{JENKINS}/src/main/java/com/acme/Cart.java": "Cart.java"},
    ),
    Layout(
        "Bazel's reports of Java have the source root",
        ("java/com/acme/Cart.java", "javatests/com/acme/CartTest.java"),
        {"java/com/acme/Cart.java": "java/com/acme/Cart.java"},
        {"external/guava/com/google/common/base/Strings.java": UNPLACED},
        report="bazel-out/_coverage/_coverage_report.dat",
    ),
)
