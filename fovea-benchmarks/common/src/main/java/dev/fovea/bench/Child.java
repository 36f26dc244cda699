package dev.fovea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The process of a peer: {@code Child PEER_CLASS WORK THREADS FOLDER}. It opens the work, does its first steps, says
 * {@code ready}, and then does as it is told line by line: {@code run SECONDS} or {@code quit}. What it says are lines
 * of JSON on stdout, each with an {@code event}; what the peer prints goes to stderr.
 *
 * <p>With a fifth argument {@code first} it ends after its first step.
 */
public final class Child {
    /** The seconds of which the least time of a step is taken, or one step where that takes longer. */
    private static final double SLICE = 0.01;

    private Child() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        int status = 0;
        try {
            Peer peer = (Peer) Class.forName(args[0]).getDeclaredConstructor().newInstance();
            Work work = Work.byName(args[1]);
            Session session = peer.open(work, new Materials(Path.of(args[3])), Integer.parseInt(args[2]));
            if (args.length > 4) {
                session.step();
                say(out, "\"event\": \"first\"");
            } else {
                begin(out, peer, work, new Materials(Path.of(args[3])), session);
                obey(out, session);
            }
        } catch (Throwable e) {
            e.printStackTrace(System.err);
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            say(out, "\"event\": \"failed\", \"error\": %s", quoted(cause.toString()));
            status = 1;
        }
        // Some peers leave threads running that are not daemons.
        Runtime.getRuntime().halt(status);
    }

    private static void begin(PrintStream out, Peer peer, Work work, Materials materials, Session session)
            throws Exception {
        if (!work.training()) {
            double apart = apart(session.step(), materials.logits(work));
            say(out, "\"event\": \"ready\", \"version\": %s, \"apart\": %.3g", quoted(peer.version()), apart);
            return;
        }
        // Each image twice: enough to tell whether it learns.
        float first = 0;
        double last = 0;
        int steps = 2 * Lesson.BATCHES;
        for (int i = 0; i < steps; i++) {
            float loss = session.step()[0];
            first = i == 0 ? loss : first;
            last += i < steps - Lesson.BATCHES ? 0 : loss / Lesson.BATCHES;
        }
        say(
                out,
                "\"event\": \"ready\", \"version\": %s, \"firstLoss\": %.6g, \"lastLoss\": %.6g",
                quoted(peer.version()),
                first,
                last);
    }

    /** The greatest difference, relative to the greatest of what is expected. */
    private static double apart(float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new IllegalStateException("it gave " + found.length + " logits, not " + expected.length);
        }
        double apart = 0;
        double greatest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            apart = Double.isNaN(difference) ? Double.MAX_VALUE : Math.max(apart, difference);
            greatest = Math.max(greatest, Math.abs(expected[i]));
        }
        return apart / greatest;
    }

    private static void obey(PrintStream out, Session session) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            double seconds = Double.parseDouble(line.substring("run ".length()));
            long steps = 0;
            double taken = 0;
            double least = Double.POSITIVE_INFINITY;
            do {
                long begin = System.nanoTime();
                long some = session.run(Math.min(SLICE, seconds - taken));
                double slice = (System.nanoTime() - begin) * 1e-9;
                steps += some;
                taken += slice;
                least = Math.min(least, slice / some);
            } while (taken < seconds);
            say(
                    out,
                    "\"event\": \"ran\", \"steps\": %d, \"seconds\": %.6f, \"least\": %.9f, \"peakKiB\": %d",
                    steps,
                    taken,
                    least,
                    peakKiB());
        }
    }

    /** The most memory that this process has held, 0 where the system does not tell. */
    private static long peakKiB() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    private static void say(PrintStream out, String format, Object... values) {
        out.println("{" + String.format(Locale.ROOT, format, values) + "}");
        out.flush();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else {
                json.append(c < ' ' ? ' ' : c);
            }
        }
        return json.append('"').toString();
    }
}
