package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.secret.Credential;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * {@code pagerduty_configs}. Immutable.
 *
 * @param routingKey key of an Events API v2 integration
 * @param serviceKey key of an Events API v1 integration; when there is one, version 1 is spoken
 * @param url where events of version 2 go
 * @param details details by name; values are templates, or trees of maps, lists and templates
 * @param timeout time for the whole exchange; zero means that of the channel
 */
public record PagerdutyConfig(
        boolean sendResolved,
        HttpConfig httpConfig,
        Credential routingKey,
        Credential serviceKey,
        String url,
        String client,
        String clientUrl,
        String description,
        SortedMap<String, Object> details,
        List<Image> images,
        List<Link> links,
        String source,
        String severity,
        String eventClass,
        String component,
        String group,
        Duration timeout)
        implements ChannelConfig {

    public PagerdutyConfig {
        images = List.copyOf(images);
        links = List.copyOf(links);
    }

    @Override
    public String kind() {
        return "pagerduty";
    }

    /** An image. */
    public record Image(String src, String alt, String href) {}

    /** A link. */
    public record Link(String href, String text) {}
}
