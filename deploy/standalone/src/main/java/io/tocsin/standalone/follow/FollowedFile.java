package io.tocsin.standalone.follow;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An open log file that others write to. Stays with the file it opened even when the path leads to another one by now.
 * Not thread-safe.
 */
final class FollowedFile implements Closeable {

    /** A line longer than this is cut here; what follows is a line of its own. */
    static final int LONGEST_LINE = 64 * 1024;

    private static final int CHUNK = 256 * 1024;
    private static final int HEAD = 256;

    /**
     * A line and the offset behind it.
     *
     * @param start offset of its first byte
     * @param end offset behind its line break
     */
    record Line(String text, long start, long end) {}

    private final String key;
    private final FileChannel channel;
    private final String path;
    private long offset;
    private int headLength;
    private String head;
    private int generation;

    private FollowedFile(String key, FileChannel channel, Position known) {
        this.key = key;
        this.channel = channel;
        this.path = known.path();
        this.offset = known.offset();
        this.headLength = known.headLength();
        this.head = known.head();
        this.generation = known.generation();
    }

    /**
     * Opens a file.
     *
     * @param book where it was read to before, if it is the same file still
     * @throws IOException when it cannot be opened
     */
    static FollowedFile open(Path path, PositionBook book) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            String key = keyOf(path);
            FollowedFile file = new FollowedFile(key, channel, book.get(key).orElse(Position.atStart(path.toString())));
            file.startOverIfReplaced();
            return file;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Number of the file on its disk, the same after it was renamed; its path where disks have no numbers. */
    static String keyOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path.toString() : key.toString();
    }

    String key() {
        return key;
    }

    /** Where the file was seen first. */
    Path path() {
        return Path.of(path);
    }

    /** What stays the same for a line however often it is read: part of its id. */
    String identity() {
        return key + "/" + generation;
    }

    /**
     * Reads complete lines behind the position, without moving it.
     *
     * @param limit how many lines at most
     * @param atEnd whether the file is finished, so that a last line without a line break is complete
     * @throws IOException when the file cannot be read
     */
    List<Line> read(int limit, boolean atEnd) throws IOException {
        startOverIfReplaced();
        List<Line> lines = new ArrayList<>();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(0, channel.size() - offset)));
        while (chunk.hasRemaining() && channel.read(chunk, offset + chunk.position()) > 0) {
            // fills the chunk
        }
        byte[] bytes = chunk.array();
        int length = chunk.position();
        int start = 0;
        for (int i = 0; i < length && lines.size() < limit; i++) {
            boolean ended = bytes[i] == '\n';
            if (ended || i - start + 1 == LONGEST_LINE) {
                lines.add(line(bytes, start, ended ? i : i + 1, i + 1));
                start = i + 1;
            }
        }
        if (atEnd && lines.size() < limit && start < length && offset + length == channel.size()) {
            lines.add(line(bytes, start, length, length));
        }
        return lines;
    }

    /** Moves the position behind lines that are on Kafka, and notes it in the book. */
    void moveTo(long end, PositionBook book) throws IOException {
        offset = end;
        takeHead();
        book.put(key, new Position(path, offset, headLength, head, generation));
    }

    /** Whether bytes lie behind the position. */
    boolean hasMore() throws IOException {
        return channel.size() > offset;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Line line(byte[] bytes, int from, int to, int end) {
        int last = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new Line(new String(bytes, from, last - from, StandardCharsets.UTF_8), offset + from, offset + end);
    }

    /** A file that is shorter than the position, or begins otherwise, was truncated or is another one: read it anew. */
    private void startOverIfReplaced() throws IOException {
        boolean shorter = channel.size() < offset;
        if (shorter || headLength > 0 && !fingerprint(headLength).equals(head)) {
            offset = 0;
            headLength = 0;
            generation++;
        }
        takeHead();
    }

    private void takeHead() throws IOException {
        if (headLength < HEAD) {
            headLength = (int) Math.min(HEAD, channel.size());
            head = fingerprint(headLength);
        }
    }

    private String fingerprint(int length) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(length);
        while (first.hasRemaining() && channel.read(first, first.position()) > 0) {
            // fills the buffer
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first.array(), 0, first.position());
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
