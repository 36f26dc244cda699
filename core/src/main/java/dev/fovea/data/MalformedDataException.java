package dev.fovea.data;

import java.io.IOException;

/**
 * A file that is not what it claims to be: cut short, damaged, of another format, or at odds with a file that belongs
 * to it. The message names the file, what was found, what was expected and what to do.
 */
public final class MalformedDataException extends IOException {
    private static final long serialVersionUID = 1;

    /** The message is {@code file: problem}. */
    public MalformedDataException(String file, String problem) {
        this(file, problem, null);
    }

    public MalformedDataException(String file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
