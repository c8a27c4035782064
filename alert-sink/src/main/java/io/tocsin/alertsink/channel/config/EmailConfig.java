package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.channel.config.HttpConfig.TlsConfig;
import io.tocsin.alertsink.secret.Credential;
import java.util.Optional;
import java.util.SortedMap;

/**
 * {@code email_configs}. Immutable.
 *
 * @param to addresses, a template
 * @param from address, a template
 * @param hello name to greet with; empty: the host's
 * @param authSecret secret of CRAM-MD5
 * @param authIdentity identity to act as, of PLAIN
 * @param headers headers by name, templates
 * @param html HTML part, a template; empty for none
 * @param text text part, a template; empty for none
 * @param requireTls whether a server without STARTTLS is refused
 * @param forceImplicitTls whether TLS comes before all else; empty: on port 465
 * @param threading whether all mails of a group form a thread
 * @param threadByDate whether a new thread begins each day
 */
public record EmailConfig(
        boolean sendResolved,
        String to,
        String from,
        String hello,
        String smarthostHost,
        int smarthostPort,
        String authUsername,
        Credential authPassword,
        Credential authSecret,
        String authIdentity,
        SortedMap<String, String> headers,
        String html,
        String text,
        boolean requireTls,
        Optional<Boolean> forceImplicitTls,
        TlsConfig tls,
        boolean threading,
        boolean threadByDate)
        implements ChannelConfig {

    @Override
    public String kind() {
        return "email";
    }
}
