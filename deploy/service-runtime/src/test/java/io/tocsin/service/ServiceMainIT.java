package io.tocsin.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import jakarta.annotation.PreDestroy;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service as a process of its own: it says where it listens, answers, and stops in order at SIGTERM. */
final class ServiceMainIT {

    /** A main as every service has one. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.exit(ServiceMain.run(Set.of("query"), new SettingsCatalogue(CommonSettings.ALL), args));
        }
    }

    /** Tells when the beans go. */
    @Context
    @Requires(property = "tocsin.roles.query", value = "true")
    static final class Farewell {
        @PreDestroy
        void say() {
            System.out.println("beans destroyed");
        }
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--set",
                "http.port=0",
                "--set",
                "http.compat-ports="));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void itStartsAnswersAndStops() throws Exception {
        Process process = start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            assertThat(line).startsWith("Tocsin listens on http://127.0.0.1:").endsWith("(query)");
            URI uri = URI.create(line.split(" ")[3] + "/healthz");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            // Through the handle, for Process.destroy() would also close the output that is read below.
            process.toHandle().destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(lines.lines()).contains("beans destroyed");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aBadSettingEndsItWithACode() throws Exception {
        Process process = start("--set", "http.port=x");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ServiceMain.MISCONFIGURED);
    }
}
