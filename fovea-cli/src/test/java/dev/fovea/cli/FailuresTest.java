package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    @Command(name = "hungry")
    static final class Hungry implements Runnable {
        @Override
        public void run() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void memoryThatRunsOutIsToldWithAdvice() {
        StringWriter err = new StringWriter();
        CommandLine line = Fovea.commandLine().addSubcommand(new Hungry()).setErr(new PrintWriter(err, true));
        line.setExecutionStrategy(new Failures());
        assertThat(line.execute("hungry")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("fovea: the memory that Java was given is not enough (Java heap space); use"
                        + " a smaller --batch-size, or give more, as with JAVA_TOOL_OPTIONS=-Xmx8g");
    }

    @Test
    void aFullDiskIsToldWithAdvice() {
        assertThat(Failures.message(new IOException("can't write a/model.safetensors: No space left on device")))
                .isEqualTo("can't write a/model.safetensors: No space left on device; free some space, or name a folder"
                        + " on another disk with --out");
        IOException full = new IOException("can't write a/curves.png: No space left on device");
        assertThat(Failures.message(new UncheckedIOException(full.getMessage() + "; choose another folder", full)))
                .isEqualTo("can't write a/curves.png: No space left on device; free some space, or name a folder on"
                        + " another disk with --out");
    }

    @Test
    void anUnknownCommandIsAnsweredWithThoseThatHelpLists() {
        assertThat(Outcome.of("trian").err())
                .startsWith(
                        "fovea: unknown command \"trian\"; did you mean \"train\"? There are: classify, compare, convert, evaluate,")
                .doesNotContain("warm-up");
    }

    @Test
    void exceptionsThatOnlyNameAFileAreCompleted() {
        assertThat(Failures.message(new NoSuchFileException("a.png"))).isEqualTo("a.png: there is no such file");
        assertThat(Failures.message(new UncheckedIOException(new AccessDeniedException("a"))))
                .isEqualTo("a: permission denied");
        assertThat(Failures.message(new UncheckedIOException("can't draw", new IOException("broken"))))
                .isEqualTo("can't draw");
    }

    @Test
    void aMistakeOfFoveasOwnIsCalledOne() {
        assertThat(Failures.message(new IndexOutOfBoundsException("7")))
                .isEqualTo(
                        "java.lang.IndexOutOfBoundsException: 7, which is a mistake in fovea; --stacktrace shows where");
    }

    @Test
    void theStackTraceIsShownOnDemandOnly() {
        Outcome quiet = Outcome.of("evaluate", "no/such/model", "mnist");
        assertThat(quiet.exit()).isEqualTo(1);
        assertThat(quiet.err())
                .hasLineCount(1)
                .startsWith("fovea: there is no model no/such/model; name a model's file");
        assertThat(Outcome.of("evaluate", "no/such/model", "mnist", "--stacktrace")
                        .err())
                .startsWith(quiet.err())
                .contains("at dev.fovea.cli.ModelSource.read");
    }
}
