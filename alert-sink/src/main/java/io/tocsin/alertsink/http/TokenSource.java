package io.tocsin.alertsink.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.channel.config.HttpConfig;
import io.tocsin.alertsink.channel.config.HttpConfig.BasicAuth;
import io.tocsin.alertsink.channel.config.HttpConfig.Oauth2;
import io.tocsin.alertsink.secret.Credential;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gets tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4), each used until shortly before it ends. Thread-safe. */
final class TokenSource implements AutoCloseable {

    private static final Duration EARLY = Duration.ofSeconds(10);
    private static final long DEFAULT_LIFETIME = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Oauth2 oauth2;
    private final InstantSource clock;
    private final HttpSender sender;
    private String token;
    private Instant until = Instant.EPOCH;

    TokenSource(Oauth2 oauth2, InstantSource clock) {
        this.oauth2 = oauth2;
        this.clock = clock;
        sender = new HttpSender(
                new HttpConfig(
                        Optional.of(new BasicAuth(Credential.of(oauth2.clientId()), oauth2.clientSecret())),
                        Optional.empty(),
                        Optional.empty(),
                        oauth2.tls(),
                        Credential.NONE,
                        false,
                        List.of(),
                        false,
                        Map.of()),
                clock);
    }

    /** Returns a token that is valid for a while. */
    synchronized String token(Duration timeout) throws IOException, InterruptedException {
        if (clock.instant().isBefore(until)) {
            return token;
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!oauth2.scopes().isEmpty()) {
            form.put("scope", String.join(" ", oauth2.scopes()));
        }
        form.putAll(oauth2.endpointParams());
        String body = form.entrySet().stream()
                .map(each -> encode(each.getKey()) + '=' + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        HttpAnswer answer = sender.send(
                new HttpExchange(
                        "POST",
                        oauth2.tokenUrl(),
                        Map.of("Accept", "application/json"),
                        "application/x-www-form-urlencoded",
                        body.getBytes(StandardCharsets.UTF_8)),
                timeout);
        if (answer.status() != 200) {
            throw new IOException("the token endpoint answered " + answer.status());
        }
        read(answer.body());
        return token;
    }

    private void read(String body) throws IOException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JsonProcessingException withTheBody) {
            throw new IOException("the token endpoint's answer is no JSON");
        }
        if (!json.path("access_token").isTextual()) {
            throw new IOException("the token endpoint's answer holds no token");
        }
        token = json.get("access_token").textValue();
        until = clock.instant()
                .plusSeconds(json.path("expires_in").asLong(DEFAULT_LIFETIME))
                .minus(EARLY);
    }

    @Override
    public void close() {
        sender.close();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
