package io.tocsin.processor.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tocsin.processor.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreImportsTest {

    @ArchTest
    static final ArchRule coreKnowsItselfAndJavaOnly = classes()
            .that()
            .resideInAPackage("io.tocsin.processor.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.tocsin.processor.core..",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.math",
                    "java.nio",
                    "java.nio.charset");

    @ArchTest
    static final ArchRule coreReadsNoClock = noClasses()
            .that()
            .resideInAPackage("io.tocsin.processor.core..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule coreStartsNoThreads = noClasses()
            .that()
            .resideInAPackage("io.tocsin.processor.core..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule statisticsKnowNothingOfSources = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.tocsin.processor.core.stats..",
                    "io.tocsin.processor.core.codec..",
                    "io.tocsin.processor.core.model..",
                    "io.tocsin.processor.core.anomaly..",
                    "io.tocsin.processor.core.rule..",
                    "io.tocsin.processor.core.dedup..",
                    "io.tocsin.processor.core.severity..",
                    "io.tocsin.processor.core.alert..",
                    "io.tocsin.processor.core.view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tocsin.processor.core.source..", "io.tocsin.processor.core.scope..");
}
