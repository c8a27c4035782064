package io.tocsin.query.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions as the build had them. Stateless. */
final class Versions {

    /** Version of this service. */
    static final String SERVICE;
    /** Version of the Swagger UI WebJar. */
    static final String SWAGGER_UI;
    /** Version of the ReDoc WebJar. */
    static final String REDOC;

    static {
        Properties properties = new Properties();
        try (InputStream file = Versions.class.getResourceAsStream("/io/tocsin/query/versions.properties")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        SERVICE = properties.getProperty("service");
        SWAGGER_UI = properties.getProperty("swagger-ui");
        REDOC = properties.getProperty("redoc");
    }

    private Versions() {}
}
