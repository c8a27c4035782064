package io.tocsin.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Who may import whom, over all modules. That the folds are pure is tested beside them. */
@AnalyzeClasses(packages = "io.tocsin", importOptions = DoNotIncludeTests.class)
class ImportRulesTest {

    @ArchTest
    static void servicesKnowEachOtherOnlyThroughSchemas(JavaClasses classes) {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("schemas")
                .definedBy("io.tocsin.schemas..")
                .layer("runtime")
                .definedBy("io.tocsin.service..")
                .layer("embedded")
                .definedBy("io.tocsin.embedded..")
                .layer("gateway")
                .definedBy("io.tocsin.gateway..")
                .layer("processor")
                .definedBy("io.tocsin.processor..")
                .layer("sink")
                .definedBy("io.tocsin.alertsink..")
                .layer("query")
                .definedBy("io.tocsin.query..")
                .layer("standalone")
                .definedBy("io.tocsin.standalone..")
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("processor")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("sink")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("query")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("embedded")
                .mayOnlyBeAccessedByLayers("standalone")
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("schemas")
                .mayNotAccessAnyLayer()
                .whereLayer("runtime")
                .mayNotAccessAnyLayer()
                .whereLayer("embedded")
                .mayNotAccessAnyLayer()
                .check(classes);
    }

    @ArchTest
    static final ArchRule nobodyReadsTheWallClockPastTheOneThatIsPassedIn = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time is passed in as an InstantSource, or is stream time");

    @ArchTest
    static final ArchRule schemasNeedNoFramework = noClasses()
            .that()
            .resideInAPackage("io.tocsin.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .and()
            .doNotHaveSimpleName("Tocsin")
            .should()
            .callMethod(System.class, "exit", int.class);
}
