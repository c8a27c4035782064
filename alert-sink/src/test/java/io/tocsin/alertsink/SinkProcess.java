package io.tocsin.alertsink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sink in a process of its own, which can be killed. */
final class SinkProcess implements AutoCloseable {

    private final Process process;

    private SinkProcess(Process process) {
        this.process = process;
    }

    /** Starts a sink; its output is appended to a file. */
    static SinkProcess start(Map<String, String> overrides, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SinkMain.class.getName()));
        overrides.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        try {
            return new SinkProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends it with SIGTERM and waits until it is gone. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private void await() {
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
