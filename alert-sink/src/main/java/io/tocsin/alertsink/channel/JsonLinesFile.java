package io.tocsin.alertsink.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/**
 * Appends each notification to a file, one JSON object a line, with the delivery id as {@code id}. A line counts as
 * delivered once it is on the disk. When the file has reached its size it becomes {@code <file>.1}, older ones move up,
 * and the oldest goes. Thread-safe.
 */
public final class JsonLinesFile implements Channel {

    private final String name;
    private final Path file;
    private final long maxBytes;
    private final int kept;
    private final NotificationJson form;
    private FileChannel open;

    /**
     * Makes the channel; the file is opened with the first delivery.
     *
     * @param maxBytes size from which the file is put aside
     * @param kept number of files that are kept besides the present one
     */
    public JsonLinesFile(String name, Path file, long maxBytes, int kept, NotificationJson form) {
        this.name = name;
        this.file = file;
        this.maxBytes = maxBytes;
        this.kept = kept;
        this.form = form;
    }

    @Override
    public String type() {
        return "file";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized DeliveryResult deliver(Delivery delivery) throws InterruptedException {
        try {
            append(line(delivery));
            return new DeliveryResult.Delivered(OptionalInt.empty());
        } catch (ClosedByInterruptException interrupted) {
            open = null;
            throw (InterruptedException) new InterruptedException("interrupted while writing").initCause(interrupted);
        } catch (IOException failed) {
            close();
            return DeliveryResult.Failed.because(
                    "the file cannot be written: " + failed.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                org.slf4j.LoggerFactory.getLogger(JsonLinesFile.class)
                        .warn("Closing the file of channel {} failed", name, failed);
            }
            open = null;
        }
    }

    private byte[] line(Delivery delivery) {
        ObjectNode line = form.tree(delivery);
        line.put("id", delivery.getId());
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void append(byte[] line) throws IOException {
        if (open == null) {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            open.truncate(endOfLastWholeLine());
        }
        if (open.size() > 0 && open.size() + line.length > maxBytes) {
            rotate();
        }
        ByteBuffer rest = ByteBuffer.wrap(line);
        open.position(open.size());
        while (rest.hasRemaining()) {
            open.write(rest);
        }
        open.force(false);
    }

    /** A crash can leave half a line at the end; what was never whole was never delivered. */
    private long endOfLastWholeLine() throws IOException {
        long end = open.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            open.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    private void rotate() throws IOException {
        open.close();
        open = null;
        for (int number = kept; number >= 1; number--) {
            Path from = number == 1 ? file : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file);
        open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
