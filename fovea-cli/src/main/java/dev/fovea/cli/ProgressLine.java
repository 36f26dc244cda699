package dev.fovea.cli;

import java.util.List;
import java.util.Locale;

/**
 * How far an epoch is, in a line as Keras draws it:
 * {@code 422/422 ━━━━━━━━━━━━━━━━━━━━ 3s 7ms/step 17,903 images/s - accuracy: 0.9245 - loss: 0.2525}.
 *
 * @param step the steps done
 * @param seconds since the epoch began
 * @param secondsPerStep without the first, in which Java still warms up
 * @param imagesPerSecond trained on so far
 * @param figures loss and metrics, as {@link dev.fovea.train.Logs#toString} writes them
 */
record ProgressLine(
        int step, int steps, double seconds, double secondsPerStep, double imagesPerSecond, String figures) {
    private static final int BAR = 20;
    private static final int SHORT_BAR = 8;

    /** The line while the epoch runs, with the time that is left, in as many columns as there are. */
    String running(Terminal terminal) {
        String times = time(seconds) + ", " + time(secondsPerStep * (steps - step)) + " left " + perStep();
        // The last column stays free: some terminals go on to the next line as soon as it is filled.
        int room = terminal.columns() - 1;
        List<String> tails = List.of(times + images() + tail(), times + tail());
        for (String tail : tails) {
            if (length(BAR, tail) <= room) {
                return draw(BAR, tail, terminal.color());
            }
        }
        String last = tails.getLast();
        int over = length(SHORT_BAR, last) - room;
        return over < last.length()
                ? draw(SHORT_BAR, last.substring(0, last.length() - Math.max(0, over)), terminal.color())
                : count().substring(0, Math.max(0, Math.min(count().length(), room)));
    }

    /** The line of an epoch that is done, in full. */
    String done(Terminal terminal) {
        return draw(BAR, time(seconds) + " " + perStep() + images() + tail(), terminal.color());
    }

    /** The line of an epoch that is done, without a bar. */
    String plain() {
        return count() + " - " + time(seconds) + " - " + perStep() + " -" + images() + tail();
    }

    private String tail() {
        return figures.isEmpty() ? "" : " - " + figures;
    }

    private String images() {
        return String.format(Locale.ROOT, " %,.0f images/s", imagesPerSecond);
    }

    private String count() {
        String total = Integer.toString(steps);
        return String.format(Locale.ROOT, "%" + total.length() + "d/%s", step, total);
    }

    private int length(int bar, String tail) {
        return count().length() + 1 + bar + 1 + tail.length();
    }

    private String draw(int bar, String tail, boolean color) {
        int filled = (int) ((long) bar * step / steps);
        String left = "━".repeat(filled);
        String right = (color ? "━" : "─").repeat(bar - filled);
        return color
                ? "\u001b[1m" + count() + "\u001b[0m \u001b[32m" + left + "\u001b[0m\u001b[90m" + right + "\u001b[0m "
                        + tail
                : count() + " " + left + right + " " + tail;
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole >= 3600) {
            return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
        }
        return whole >= 60 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60) : whole + "s";
    }

    private String perStep() {
        if (secondsPerStep >= 1) {
            return Math.round(secondsPerStep) + "s/step";
        }
        return secondsPerStep >= 1e-3
                ? Math.round(secondsPerStep * 1e3) + "ms/step"
                : Math.round(secondsPerStep * 1e6) + "us/step";
    }
}
