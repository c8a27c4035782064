package io.tocsin.alertsink;

import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where other sinks reach this one: configured, or made of where it listens. */
final class AdvertisedAddress {

    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\s:/\\[\\]@]+):([1-9]\\d{0,4})");
    private static final int MAX_PORT = 65_535;

    private AdvertisedAddress() {}

    /**
     * Returns {@code host:port}; empty when that cannot be told beforehand.
     *
     * @throws InvalidSettingsException when what is configured is none
     */
    static Optional<String> of(Settings settings) {
        String configured = settings.get(SinkSettings.ADVERTISED_ADDRESS).strip();
        if (!configured.isEmpty()) {
            var form = FORM.matcher(configured);
            if (!form.matches() || Integer.parseInt(form.group(2)) > MAX_PORT) {
                throw new InvalidSettingsException(
                        SinkSettings.ADVERTISED_ADDRESS.name(), "'" + configured + "' is not of the form host:port");
            }
            return Optional.of(configured);
        }
        int port = settings.get(CommonSettings.HTTP_PORT);
        if (port == 0) {
            return Optional.empty();
        }
        return host(settings.get(CommonSettings.HTTP_HOST))
                .map(host -> (host.contains(":") ? '[' + host + ']' : host) + ':' + port);
    }

    private static Optional<String> host(String bound) {
        try {
            return Optional.of(
                    InetAddress.getByName(bound).isAnyLocalAddress()
                            ? InetAddress.getLocalHost().getHostAddress()
                            : bound);
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
