package dev.fovea.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that says what it does in lines of JSON, each with an {@code event}. */
final class PeerProcess implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ENDED = "";

    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * Starts it.
     *
     * @param log where what it writes to stderr goes
     */
    PeerProcess(ProcessBuilder builder, Path log) throws IOException {
        process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                // Libraries print there, too.
                out.lines().filter(line -> line.startsWith("{\"event\"")).forEach(lines::add);
            } catch (UncheckedIOException e) {
                // It was ended, and what it still had to say is not wanted.
            }
            lines.add(ENDED);
        });
    }

    void send(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /**
     * The next event, which has to be of this name.
     *
     * @throws IOException with what went wrong if it is another one, if the process ends or takes too long
     */
    JsonNode await(String event, double seconds) throws IOException, InterruptedException {
        String line = lines.poll((long) (seconds * 1000), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IOException("no answer within " + Math.round(seconds) + " s");
        }
        if (line.equals(ENDED)) {
            throw new IOException("the process ended with status " + process.waitFor());
        }
        try {
            JsonNode said = JSON.readTree(line);
            if (!said.path("event").asString().equals(event)) {
                throw new IOException(said.path("error").asString(line));
            }
            return said;
        } catch (JacksonException e) {
            throw new IOException("not JSON: " + line, e);
        }
    }

    /**
     * Waits until it ends by itself.
     *
     * @throws IOException if that takes too long
     */
    void awaitEnd(double seconds) throws IOException, InterruptedException {
        if (!process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
            throw new IOException("the process did not end within " + Math.round(seconds) + " s");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
