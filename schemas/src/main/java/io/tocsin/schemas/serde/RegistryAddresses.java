package io.tocsin.schemas.serde;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * The configured base URLs, apart from the user information that may stand in them. Immutable.
 *
 * @param urls base URLs without user information and without a trailing slash
 * @param userInfo {@code user:password} of the first URL that has it
 */
record RegistryAddresses(List<URI> urls, Optional<String> userInfo) {

    /**
     * Reads the configured URLs.
     *
     * @throws ConfigException when one is no absolute URL; the message does not repeat it, for it may hold a password
     */
    static RegistryAddresses parse(List<?> texts) {
        List<URI> urls = new ArrayList<>();
        Optional<String> userInfo = Optional.empty();
        for (Object text : texts) {
            URI given = absolute(String.valueOf(text).strip());
            if (userInfo.isEmpty()) {
                userInfo = Optional.ofNullable(given.getUserInfo());
            }
            urls.add(plain(given));
        }
        if (urls.isEmpty()) {
            throw new ConfigException(SerdeSettings.REGISTRY_URL + " must name at least one URL");
        }
        return new RegistryAddresses(List.copyOf(urls), userInfo);
    }

    private static URI absolute(String text) {
        try {
            URI given = new URI(text);
            if (given.getScheme() != null && given.getHost() != null) {
                return given;
            }
        } catch (URISyntaxException malformed) {
            throw new ConfigException(
                    SerdeSettings.REGISTRY_URL + " is malformed at character " + malformed.getIndex());
        }
        throw new ConfigException(
                SerdeSettings.REGISTRY_URL + " must be absolute, with a scheme and a host name without underscores");
    }

    private static URI plain(URI given) {
        String path = given.getRawPath() == null ? "" : given.getRawPath().replaceAll("/+$", "");
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        return URI.create(given.getScheme() + "://" + given.getHost() + port + path);
    }
}
