package io.tocsin.standalone.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The folder that holds everything of one installation, locked against a second process. The operating system frees the
 * lock when the process ends, however it ends.
 */
final class DataFolder implements Closeable {

    private static final String LOCK = "tocsin.lock";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Another process uses the folder. */
    static final class InUseException extends IOException {

        private static final long serialVersionUID = 1L;

        InUseException(Path folder, String owner) {
            super(folder + " is in use by another Tocsin" + owner
                    + "; stop it, or choose another folder with --data DIR");
        }
    }

    /**
     * Opens and locks a folder, which is made when it is missing.
     *
     * @throws InUseException when another process has it
     * @throws IOException when it cannot be made or written to
     */
    static DataFolder open(Path folder) throws IOException {
        Path path = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
        Files.createDirectories(path);
        FileChannel file = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw new InUseException(path, owner(path));
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new DataFolder(path, file, lock);
        } catch (OverlappingFileLockException inThisProcess) {
            file.close();
            throw new InUseException(path, "");
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    /** Where a part of the installation keeps its data. */
    Path of(String part) {
        return path.resolve(part);
    }

    /** The folder. */
    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }

    private static String owner(Path folder) throws IOException {
        String pid = Files.readString(folder.resolve(LOCK)).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }
}
