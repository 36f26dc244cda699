package dev.fovea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher script with JDKs that are mere folders, so that it needs neither a build nor a real one. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "fovea").toAbsolutePath().normalize();

    @TempDir
    private Path elsewhere;

    /** The folder of a clone that was never built, and the launcher in it. */
    private Path clone;

    private Path launcher;
    private Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    /** What a run printed and its exit code. */
    record Outcome(int code, List<String> out, String err) {}

    @BeforeEach
    void copyTheLauncherAndTheToolsThatItUses() throws IOException {
        clone = Files.createDirectory(elsewhere.resolve("clone"));
        launcher = Files.copy(LAUNCHER, clone.resolve("fovea"));
        Files.setPosixFilePermissions(launcher, fromString("rwxr-xr-x"));
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        Files.createDirectories(clone.resolve("fovea-cli"));
        tools = Files.createDirectory(elsewhere.resolve("tools"));
        for (String tool : List.of(
                "bash",
                "cat",
                "find",
                "head",
                "ln",
                "mkdir",
                "mv",
                "readlink",
                "rm",
                "sed",
                "sleep",
                "tail",
                "touch")) {
            Path found = Stream.of("/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            script(tools.resolve(tool), "exec " + found + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", elsewhere.toString());
        environment.put("FOVEA_JDKS", elsewhere.resolve("jdks").toString());
    }

    @Test
    void worksThroughLinksFromAnotherFolder() throws Exception {
        jdk("jdks/25", "25.0.3");
        environment.put("FOVEA_DRY_RUN", "1");
        environment.put("FOVEA_JAVA_OPTS", "-Xmx1g  -Da=b");
        Files.createSymbolicLink(elsewhere.resolve("absolute"), launcher);
        Path link = Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("absolute"));

        Outcome outcome = run(link, "train", "my data", "*");

        assertThat(outcome.err).isEmpty();
        assertThat(outcome.code).isZero();
        assertThat(outcome.out)
                .startsWith(elsewhere.toRealPath().resolve("jdks/25/bin/java").toString())
                .containsSequence("--add-modules", "jdk.incubator.vector")
                .containsSequence("-Xmx1g", "-Da=b", "-cp")
                .endsWith("dev.fovea.cli.Fovea", "train", "my data", "*");
        assertThat(outcome.out.get(outcome.out.indexOf("-cp") + 1))
                .startsWith(clone.toRealPath().toString());
    }

    @Test
    void prefersTheJdkThatItIsGivenThenJavaHomeThenPathThenTheUsualFolders() throws Exception {
        environment.put("FOVEA_DRY_RUN", "1");
        jdk("jdks/25", "25");
        assertThat(java()).isEqualTo("jdks/25/bin/java");
        Files.createSymbolicLink(tools.resolve("java"), jdk("path", "25.0.1").resolve("bin/java"));
        assertThat(java()).isEqualTo("path/bin/java");
        environment.put("JAVA_HOME", jdk("home", "26-ea").toString());
        assertThat(java()).isEqualTo("home/bin/java");
        environment.put("FOVEA_JAVA_HOME", jdk("given", "27.0.1").toString());
        assertThat(java()).isEqualTo("given/bin/java");
    }

    @Test
    void spendsTheSlowerCompilerOnTrainingAndOnLargeNetworksAlone() throws Exception {
        environment.put("FOVEA_DRY_RUN", "1");
        jdk("jdks/25", "25");
        Files.write(elsewhere.resolve("small.fovea"), new byte[100_000]);
        Files.write(elsewhere.resolve("large.fovea"), new byte[5_000_000]);
        Path run = Files.createDirectories(elsewhere.resolve("runs/flowers"));
        Files.write(run.resolve("model.safetensors"), new byte[5_000_000]);
        String quicker = "-XX:TieredStopAtLevel=1";

        assertThat(run(launcher, "classify", "small.fovea", "a.png").out).contains(quicker);
        assertThat(run(launcher, "convert", "large.fovea", "a.keras").out).contains(quicker);
        assertThat(run(launcher, "classify", "--top", "1", "large.fovea", "a.png").out)
                .doesNotContain(quicker);
        assertThat(run(launcher, "predict", "runs/flowers", "a.png").out)
                .doesNotContain(quicker)
                .contains("-XX:PretenureSizeThreshold=64k");
        assertThat(run(launcher, "predict", "flowers", "a.png").out).doesNotContain(quicker);
        assertThat(run(launcher, "explain", "lenet5").out).doesNotContain(quicker);
        assertThat(run(launcher, "fine-tune", "small.fovea", "flowers").out).doesNotContain(quicker);
    }

    @Test
    void asksJavaForItsVersionWhereThereIsNoReleaseFile() throws Exception {
        environment.put("FOVEA_DRY_RUN", "1");
        Path home = jdk("jdks/unnamed", "25");
        Files.delete(home.resolve("release"));
        script(home.resolve("bin/java"), "echo 'openjdk version \"25.0.2\" 2026-01-20' >&2");
        assertThat(java()).isEqualTo("jdks/unnamed/bin/java");
    }

    @Test
    void saysWhatToInstallWhereThereIsNoJdk25() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
        jdk("jdks/older", "1.8.0_402");

        Outcome outcome = run(launcher, "--help");

        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).isEqualTo("""
                fovea: needs a JDK 25 or later, and found none by JAVA_HOME, on PATH or in the usual folders.
                fovea: Install one, for example Eclipse Temurin 25, or set FOVEA_JAVA_HOME to where it is.
                """);
    }

    @Test
    void refusesAGivenJdkThatIsTooOld() throws Exception {
        jdk("jdks/25", "25");
        environment.put("FOVEA_JAVA_HOME", jdk("old", "21.0.7").toString());
        Outcome outcome = run(launcher, "--help");
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.err).contains("FOVEA_JAVA_HOME is " + elsewhere.resolve("old") + ", which is no JDK 25");
    }

    @Test
    void saysThatItNeedsMavenToBuildItself() throws Exception {
        jdk("jdks/25", "25");
        Outcome outcome = run(launcher, "--help");
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.err).contains("needs Maven (mvn)").hasLineCount(1);
    }

    @Test
    void showsTheEndOfTheLogOfABuildThatFails() throws Exception {
        jdk("jdks/25", "25");
        script(tools.resolve("mvn"), "echo 'no such plugin'; exit 3");
        Outcome outcome = run(launcher, "--help");
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.err).contains("building", "no such plugin", "target/launcher/build.log");
    }

    @Test
    void buildsOnceAndPassesInputOutputAndExitCodeThrough() throws Exception {
        Path home = jdk("jdks/25", "25");
        // In the place of Java: the notice of the boot layer, then what a program might do.
        script(home.resolve("bin/java"), """
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                echo "to err" >&2
                while read -r line; do echo "read $line"; done
                exit 7
                """);
        script(tools.resolve("mvn"), "mkdir -p '" + clone + "/fovea-cli/target/lib'");

        Outcome first = run(launcher, "predict");
        assertThat(first.code).isEqualTo(7);
        assertThat(first.err).contains("building", "to err").doesNotContain("WARNING");

        Outcome second = run(launcher, "predict");
        assertThat(second).isEqualTo(new Outcome(7, List.of("read a line"), "to err\n"));
    }

    private String java() throws Exception {
        Outcome outcome = run(launcher);
        assertThat(outcome.err).isEmpty();
        return elsewhere
                .toRealPath()
                .relativize(Path.of(outcome.out.getFirst()))
                .toString();
    }

    /** Makes the folder of a JDK, as far as the launcher looks at it. */
    private Path jdk(String folder, String version) throws IOException {
        Path home = elsewhere.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "exit 99");
        return home;
    }

    private static void script(Path file, String body) {
        try {
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(Path command, String... args) throws Exception {
        Path in = Files.writeString(elsewhere.resolve("in.txt"), "a line\n");
        Path out = elsewhere.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(tools.resolve("bash").toString(), command.toString()), Stream.of(args))
                        .toList());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(elsewhere.toFile()).redirectInput(in.toFile()).redirectOutput(out.toFile());
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), Files.readAllLines(out), err);
    }
}
