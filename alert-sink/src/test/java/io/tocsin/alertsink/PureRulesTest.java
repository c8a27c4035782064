package io.tocsin.alertsink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tocsin.alertsink", importOptions = ImportOption.DoNotIncludeTests.class)
class PureRulesTest {

    private static final String[] PURE = {
        "io.tocsin.alertsink.routing..", "io.tocsin.alertsink.config..", "io.tocsin.alertsink.engine.."
    };

    @ArchTest
    static final ArchRule theEngineKnowsItselfAndJavaOnly = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.tocsin.alertsink.routing..",
                    "io.tocsin.alertsink.config..",
                    "io.tocsin.alertsink.engine..",
                    "java.lang..",
                    "java.util..",
                    "java.math",
                    "java.time..",
                    "java.net",
                    "java.io",
                    "java.nio..",
                    "java.security",
                    "com.google.re2j",
                    "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule theEngineReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
