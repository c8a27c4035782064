package io.tocsin.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, so that it can be killed. Prints its address, then waits to be killed. */
final class BrokerProcess implements AutoCloseable {

    private static final String MARK = "serving ";

    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** What the process runs. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.builder(Path.of(arguments[0])).start();
        System.out.println(MARK + kafka.bootstrapServers());
        Thread.currentThread().join();
    }

    static BrokerProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(MARK)) {
                return new BrokerProcess(process, line.substring(MARK.length()));
            }
        }
        throw new IllegalStateException("the broker ended with " + process.exitValue());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
