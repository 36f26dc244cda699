package dev.fovea.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip (RFC 1952) and refuses what {@link java.util.zip.GZIPInputStream} passes over: bytes that follow
 * the last member.
 *
 * <p>Throws {@link EOFException} where the file ends too early, {@link ZipException} where it is damaged.
 */
final class Gunzip extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean finished;

    Gunzip(InputStream in) throws IOException {
        this.in = in;
        readHeader();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!finished && length > 0) {
            int n = inflate(target, offset, length);
            if (n > 0) {
                checksum.update(target, offset, n);
                return n;
            }
            if (inflater.finished()) {
                readTrailer();
                finished = !fill();
                if (!finished) {
                    readHeader();
                }
            } else if (inflater.needsDictionary()) {
                throw new ZipException("damaged: asks for a dictionary, which gzip has none of");
            } else if (!fill()) {
                throw new EOFException();
            }
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        inflater.setInput(buffer, at, end - at);
        try {
            int n = inflater.inflate(target, offset, length);
            at = end - inflater.getRemaining();
            return n;
        } catch (DataFormatException e) {
            ZipException damaged = new ZipException("damaged: " + e.getMessage());
            damaged.initCause(e);
            throw damaged;
        }
    }

    private void readHeader() throws IOException {
        if (next() != 0x1f || next() != 0x8b) {
            throw new ZipException("bytes follow the end of the compressed data");
        }
        if (next() != 8) {
            throw new ZipException("damaged: not compressed by deflate");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("damaged: reserved flags are set");
        }
        skip(6); // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        checksum.reset();
    }

    private void readTrailer() throws IOException {
        if (littleEndian() != (int) checksum.getValue()) {
            throw new ZipException("damaged: the checksum does not match the data");
        }
        if (littleEndian() != (int) inflater.getBytesWritten()) {
            throw new ZipException("damaged: the recorded length does not match the data");
        }
    }

    private int littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText(boolean present) throws IOException {
        while (present && next() != 0) {}
    }

    private int next() throws IOException {
        if (!fill()) {
            throw new EOFException();
        }
        return buffer[at++] & 0xff;
    }

    /** Whether there is a byte at {@code buffer[at]}, after reading more if need be. */
    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
