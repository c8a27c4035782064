package io.tocsin.gateway.account;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that starts anew at a size; the old ones are kept as {@code .1} (the youngest), {@code .2} and so on up to
 * a number. Not thread-safe.
 */
final class RotatingFile implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Path path;
    private final long mostBytes;
    private final int files;
    private OutputStream out;
    private long size;

    /**
     * Names a file; it is opened at the first line.
     *
     * @param path the file that is written
     * @param mostBytes size beyond which no further line is added
     * @param files how many files are kept, the present one included, at least 1
     */
    RotatingFile(Path path, long mostBytes, int files) {
        this.path = path;
        this.mostBytes = mostBytes;
        this.files = files;
    }

    /** Adds a line, which brings its line break. */
    void write(byte[] line, int length) throws IOException {
        if (out == null) {
            open();
        }
        if (size > 0 && size + length > mostBytes) {
            out.close();
            out = null;
            rotate();
            open();
        }
        out.write(line, 0, length);
        size += length;
    }

    private void open() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        size = Files.exists(path) ? Files.size(path) : 0;
        out = new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), BUFFER);
    }

    private void rotate() throws IOException {
        if (files == 1) {
            Files.delete(path);
            return;
        }
        for (int i = files - 2; i >= 1; i--) {
            if (Files.exists(old(i))) {
                Files.move(old(i), old(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(path, old(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path old(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** Hands everything to the operating system. */
    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            OutputStream closing = out;
            out = null;
            closing.close();
        }
    }
}
