package io.tocsin.standalone.follow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Finds the files that a pattern names: {@code *} and {@code ?} within a folder, {@code **} across folders, {@code
 * {a,b}}. Immutable.
 */
final class GlobSearch {

    private static final int DEEPEST = 16;

    private final Path start;
    private final PathMatcher matcher;
    private final int depth;
    private final int limit;

    /**
     * Makes a search.
     *
     * @param pattern absolute, or relative to {@code folder}
     * @param limit how many files are returned at most
     */
    GlobSearch(String pattern, Path folder, int limit) {
        String absolute = pattern.startsWith("/")
                ? pattern
                : folder.toAbsolutePath().normalize().toString().replace('\\', '/') + "/" + pattern;
        int wild = firstWildcard(absolute);
        int slash = absolute.lastIndexOf('/', wild < 0 ? absolute.length() : wild);
        this.start = Path.of(slash <= 0 ? "/" : absolute.substring(0, slash));
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
        this.depth = absolute.contains("**")
                ? DEEPEST
                : (int) absolute.substring(slash).chars().filter(c -> c == '/').count();
        this.limit = limit;
    }

    /** Returns the regular files that match, in order of their paths; folders that cannot be read are passed over. */
    List<Path> files() {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(start)) {
            return found;
        }
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && matcher.matches(file)) {
                        found.add(file);
                    }
                    return found.size() < limit ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException notReadable) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException gone) {
            throw new UncheckedIOException("cannot search " + start, gone);
        }
        found.sort(null);
        return found;
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if ("*?{[".indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
