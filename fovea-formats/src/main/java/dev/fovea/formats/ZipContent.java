package dev.fovea.formats;

import dev.fovea.model.MalformedModelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The entries of a zip file, read into memory: none is put on a disk, so that no name can lead anywhere, and none may be
 * so much larger than the file that it can only be there to fill the memory.
 */
final class ZipContent implements AutoCloseable {
    /** By how much weights and JSON shrink at most; Keras doesn't pack its files at all. */
    private static final long DENSEST = 100;

    private final Path path;
    private final ZipFile zip;
    private final long size;

    private ZipContent(Path path, ZipFile zip, long size) {
        this.path = path;
        this.zip = zip;
        this.size = size;
    }

    /** Whether a file begins as zip files do. */
    static boolean isZip(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException("can't read " + path + ": it is a folder; name a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 'P' && start[1] == 'K';
        } catch (NoSuchFileException e) {
            throw new IOException("can't read " + path + ": there is no such file", e);
        }
    }

    static ZipContent open(Path path) throws IOException {
        try {
            return new ZipContent(path, new ZipFile(path.toFile()), Files.size(path));
        } catch (ZipException e) {
            throw new MalformedModelException(path, "it is a damaged zip file: " + e.getMessage());
        } catch (EOFException e) {
            throw new MalformedModelException(path, "it is a damaged zip file, or cut short");
        }
    }

    String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** @throws MalformedModelException if there is no such entry, or it is damaged or absurdly large */
    byte[] bytes(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new MalformedModelException(
                    path,
                    "it has no " + name + ", but "
                            + zip.stream().limit(10).map(ZipEntry::getName).toList()
                            + "; it is no model that Keras wrote");
        }
        long bytes = entry.getSize();
        long most = Math.min(Integer.MAX_VALUE - 8L, entry.getMethod() == ZipEntry.STORED ? size : DENSEST * size);
        if (bytes < 0 || bytes > most) {
            throw new MalformedModelException(
                    path,
                    "its " + name + " is to be of " + bytes + " bytes; of a file of " + size + " it can be of " + most);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) bytes);
            if (content.length < bytes || in.read() >= 0) {
                throw new MalformedModelException(path, "its " + name + " is not as long as it says");
            }
            return content;
        } catch (ZipException e) {
            throw new MalformedModelException(path, "its " + name + " is damaged: " + e.getMessage());
        } catch (EOFException e) {
            throw new MalformedModelException(path, "its " + name + " is cut short");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
