package io.tocsin.schemas.serde;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where registries are and how they are spoken to. Immutable; its text form shows no secret.
 *
 * @param urls base URLs without user information, tried in turn, at least one
 * @param authorization value of the Authorization header, if any
 * @param connectTimeout time to connect, greater than zero
 * @param readTimeout time from sending a request to the whole answer, greater than zero
 * @param unknownIdTtl for how long an id that the registry does not know is not asked for again
 */
public record RegistrySettings(
        List<URI> urls,
        Optional<String> authorization,
        Duration connectTimeout,
        Duration readTimeout,
        Duration unknownIdTtl) {

    public RegistrySettings {
        urls = List.copyOf(urls);
    }

    @Override
    public String toString() {
        return "RegistrySettings[urls=" + urls + ", authorization="
                + (authorization.isPresent() ? "[hidden]" : "none") + ", connectTimeout=" + connectTimeout
                + ", readTimeout=" + readTimeout + ", unknownIdTtl=" + unknownIdTtl + "]";
    }
}
