package io.tocsin.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker off a data directory. Kafka has a lock of its own, but takes it only after its controller has
 * written to the metadata log. Ends with the process, however that ends.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks a directory, which must be there.
     *
     * @throws EmbeddedKafkaException when another broker has it
     */
    static DirectoryLock of(Path directory) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve(".embedded.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(file)) {
            file.close();
            throw new EmbeddedKafkaException("another broker uses " + directory, null);
        }
        return new DirectoryLock(file);
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failed) {
            throw new EmbeddedKafkaException("cannot release the data directory", failed);
        }
    }
}
