package dev.fovea.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Prints the ledger's table when all tests have run, and writes it where {@code conformance.table} says. */
public final class LedgerPrinter implements LauncherSessionListener {
    @Override
    public void launcherSessionClosed(LauncherSession session) {
        String table = Ledger.table();
        if (table.isEmpty()) {
            return;
        }
        System.out.println(table);
        try {
            Files.writeString(Path.of(System.getProperty("conformance.table", "target/conformance.md")), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
