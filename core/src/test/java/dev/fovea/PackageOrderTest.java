package dev.fovea;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;

/** Holds the order of packages that the design fixes: each may use only those before it. */
@AnalyzeClasses(packages = "dev.fovea", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTest {

    private static final List<String> ORDER =
            List.of("tensor", "kernel", "op", "graph", "plan", "data", "nn", "train", "model", "models");

    @ArchTest
    static void aPackageUsesOnlyThoseBeforeIt(JavaClasses core) {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(PackageOrderTest::packageOf)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(packageOf(ORDER.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .because("packages depend in the order " + String.join(" < ", ORDER))
                    .allowEmptyShould(true)
                    .check(core);
        }
    }

    @ArchTest
    static void everyClassHasAPlaceInTheOrder(JavaClasses core) {
        classes()
                .should()
                .resideInAnyPackage(
                        ORDER.stream().map(PackageOrderTest::packageOf).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(core);
    }

    @ArchTest
    static void theCoreDependsOnTheJdkAlone(JavaClasses core) {
        noClasses()
                .should()
                .dependOnClassesThat(not(resideInAnyPackage("java..", "jdk.incubator.vector..", "dev.fovea..")))
                .allowEmptyShould(true)
                .check(core);
    }

    private static String packageOf(String name) {
        return "dev.fovea." + name + "..";
    }
}
