package dev.fovea.model;

import java.io.IOException;
import java.nio.file.Path;

/** A file that should hold a model does not, or holds a damaged one; the message says what was found and expected. */
public final class MalformedModelException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedModelException(Path file, String what) {
        super(file + ": " + what);
    }
}
