package io.tocsin.alertsink;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The identity of an instance: configured, or made once and kept in the data directory. */
final class InstanceId {

    private static final String FILE = "alert-sink-instance";

    private InstanceId() {}

    /**
     * Returns the identity.
     *
     * @throws UncheckedIOException when it can be neither read nor kept
     */
    static String of(Settings settings) {
        String configured = settings.get(SinkSettings.INSTANCE_ID).strip();
        return configured.isEmpty() ? kept(settings.get(CommonSettings.DATA_DIR)) : configured;
    }

    private static String kept(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (Files.exists(file)) {
                String id = Files.readString(file).strip();
                if (!id.isEmpty()) {
                    return id;
                }
            }
            Files.createDirectories(directory);
            String id = UUID.randomUUID().toString();
            Files.writeString(
                    file, id, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
            return id;
        } catch (IOException failed) {
            throw new UncheckedIOException("the instance id cannot be kept in " + directory, failed);
        }
    }
}
