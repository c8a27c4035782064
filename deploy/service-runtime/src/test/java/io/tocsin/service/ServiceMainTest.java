package io.tocsin.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceMainTest {

    private static final SettingsCatalogue CATALOGUE = new SettingsCatalogue(CommonSettings.ALL);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    private int run(String... args) {
        return new ServiceMain(environment, new PrintStream(out), new PrintStream(err))
                .serve(Set.of(), CATALOGUE, args);
    }

    @Test
    void aWrongCommandLineIsExplained() {
        assertThat(run("--frobnicate")).isEqualTo(ServiceMain.MISCONFIGURED);
        assertThat(err.toString()).contains("Unknown option --frobnicate").contains("Usage:");
        assertThat(run("--config")).isEqualTo(ServiceMain.MISCONFIGURED);
        assertThat(run("--set", "novalue")).isEqualTo(ServiceMain.MISCONFIGURED);
    }

    @Test
    void wrongSettingsAreAllNamedAndNothingStarts() {
        assertThat(run("--set", "http.port=99999", "--set=log-level=loud", "--set", "no.such=1"))
                .isEqualTo(ServiceMain.MISCONFIGURED);
        assertThat(err.toString()).contains("http.port", "log-level", "no.such").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anOpenAddressWithoutLoginIsRefused() {
        for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
            err.reset();
            assertThat(run("--set", "http.host=" + host)).isEqualTo(ServiceMain.MISCONFIGURED);
            assertThat(err.toString()).contains("http.host").contains("insecure: true");
        }
        assertThat(run("--set", "http.host=no such host")).isEqualTo(ServiceMain.MISCONFIGURED);
    }

    @Test
    void aTakenPortIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(run("--set", "http.port=" + port, "--set", "http.compat-ports="))
                    .isEqualTo(ServiceMain.START_FAILED);
            assertThat(err.toString().strip().lines()).hasSize(1);
            assertThat(err.toString()).contains(port).contains("in use");
        }
    }

    @Test
    void informationIsPrintedWithoutStarting(@TempDir Path directory) throws IOException {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--config FILE");
        out.reset();
        assertThat(run("--example-config")).isZero();
        Path example = Files.write(directory.resolve("example.yaml"), out.toByteArray());
        out.reset();
        environment.put("TOCSIN_CONFIG", example.toString());
        environment.put("TOCSIN_CLUSTER_SECRET", "hunter2");
        assertThat(run("--check-config", "--kafka", "kafka:9092", "--json-log")).isZero();
        assertThat(out.toString())
                .contains("kafka.bootstrap-servers: [\"kafka:9092\"]", "log-format: json", "cluster-secret: ****")
                .doesNotContain("hunter2");
        assertThat(run("--settings-table")).isZero();
    }
}
