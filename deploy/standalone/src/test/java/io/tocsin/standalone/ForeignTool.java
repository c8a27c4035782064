package io.tocsin.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of somebody else that works with Tocsin, as it is found on the search path. */
final class ForeignTool {

    private static final int PATIENCE_SECONDS = 60;

    private final Path program;
    private final Path home;

    private ForeignTool(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /**
     * What a run of it came to.
     *
     * @param code exit code
     * @param text what it printed, errors as well, without spaces at the ends of lines
     */
    record Outcome(int code, String text) {}

    /** Finds it; empty where it is not installed. */
    static Optional<ForeignTool> find(String name, Path home) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new ForeignTool(program, home));
    }

    /** Runs it to its end. */
    Outcome run(List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "tool", ".out");
        Process process = start(output, arguments);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(arguments + " does not end: " + Files.readString(output));
        }
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        Files.delete(output);
        return new Outcome(process.exitValue(), text.replaceAll("[ \\t]+(?=\\n|$)", ""));
    }

    /** Starts it; the caller ends it. */
    Process start(Path output, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TZ", "UTC");
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
