package dev.fovea.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where the output goes.
 *
 * @param interactive whether people watch: a terminal, where a line may be drawn anew
 * @param columns how many characters fit into a line
 * @param color whether colours are wanted
 */
record Terminal(boolean interactive, int columns, boolean color) {
    private static final int COLUMNS = 80;

    /** A file or a pipe. */
    static final Terminal PLAIN = new Terminal(false, COLUMNS, false);

    /** What this program writes to; colours are left out where {@code NO_COLOR} is set, as no-color.org has it. */
    @SuppressWarnings("SystemConsoleNull") // In JDK 25 it is null again where there is no terminal.
    static Terminal detect() {
        boolean interactive =
                System.console() != null && System.console().isTerminal() && !"dumb".equals(System.getenv("TERM"));
        if (!interactive) {
            return PLAIN;
        }
        String noColor = System.getenv("NO_COLOR");
        return new Terminal(true, askColumns(), noColor == null || noColor.isEmpty());
    }

    /** Java can't tell a terminal's width, but a program that every Unix has can. */
    private static int askColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int columns = Integer.parseInt(rowsAndColumns.substring(rowsAndColumns.indexOf(' ') + 1));
            return columns > 0 ? columns : COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return COLUMNS;
        }
    }
}
