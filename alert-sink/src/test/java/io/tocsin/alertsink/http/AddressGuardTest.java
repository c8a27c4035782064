package io.tocsin.alertsink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.ScriptedReceiver;
import io.tocsin.alertsink.ScriptedReceiver.Reaction;
import io.tocsin.alertsink.channel.config.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that a URL from outside may not name. */
final class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(List.of(), InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                // loopback, in all its forms
                "127.0.0.1",
                "127.0.0.2",
                "127.255.255.254",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0x7f.0x0.0x0.0x1",
                "017700000001",
                "0177.0.0.1",
                "0177.0.0.01",
                "127.000.000.001",
                "127.0.0.1.",
                "localhost",
                "LOCALHOST",
                "localhost.",
                "x.localhost",
                "localhost.localdomain",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                // this host
                "0",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "[::]",
                "0x0",
                // private
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "167772161",
                "0xa.0.0.1",
                "012.0.0.1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "router.lan",
                "db.internal",
                "printer.local",
                // shared, link-local, metadata
                "100.64.0.1",
                "100.127.255.254",
                "169.254.169.254",
                "169.254.0.1",
                "2852039166",
                "0xa9fea9fe",
                "0251.0376.0251.0376",
                "168.63.129.16",
                "fe80::1",
                "fd00:ec2::254",
                "metadata.google.internal",
                "100.100.100.200",
                "192.0.0.192",
                // IPv4 within IPv6
                "::ffff:127.0.0.1",
                "[::ffff:7f00:1]",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::a00:1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2001:0:7f00:1::",
                "::ffff:169.254.169.254",
                // multicast, broadcast, reserved, documentation, benchmarks
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "240.0.0.1",
                "ff02::1",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "198.18.0.1",
                "198.19.255.255",
                "2001:db8::1",
                "100::1",
                "192.88.99.1",
                // forms that no host has
                "",
                " ",
                "127.0.0.1 ",
                "127.0.0.1%20",
                "example.org@127.0.0.1",
                "127.0.0.1#x",
                "127.0.0.1/x",
                "\\127.0.0.1",
                "\uff11\uff12\uff17.0.0.1",
                "\u2460\u2461\u2466.0.0.1",
                "fe80::1%eth0",
                "1.2.3.4.5",
                "256.0.0.1x@"
            })
    void isRefused(String host) {
        assertThatThrownBy(() -> guard.resolve(host)).as(host).isInstanceOf(RefusedAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "[2606:4700:4700::1111]", "172.32.0.1"})
    void aPublicAddressIsAllowed(String host) {
        assertThatCode(() -> guard.resolve(host)).doesNotThrowAnyException();
    }

    @Test
    void aRangeCanBeAllowed() {
        AddressGuard office = new AddressGuard(List.of("10.1.0.0/16"), InetAddress::getAllByName);
        assertThatCode(() -> office.resolve("10.1.2.3")).doesNotThrowAnyException();
        assertThatThrownBy(() -> office.resolve("10.2.0.1")).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void oneBadAddressOfANameIsEnough() {
        AddressGuard mixed = new AddressGuard(List.of(), host ->
                new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("127.0.0.1")});
        assertThatThrownBy(() -> mixed.resolve("example.org")).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void aNameIsResolvedOnceAndTheConnectionIsMadeToWhatWasChecked() throws Exception {
        try (ScriptedReceiver receiver = new ScriptedReceiver()) {
            AtomicInteger asked = new AtomicInteger();
            // First an address that is allowed here, then another one: as a rebinding name server answers.
            AddressGuard rebinding =
                    new AddressGuard(List.of("127.0.0.1/32"), host -> new InetAddress[] {
                        InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")
                    });
            try (HttpSender sender =
                    new HttpSender(HttpConfig.DEFAULT, Optional.of(rebinding), InstantSource.system())) {
                String url = "http://rebind.example:" + receiver.url().getPort() + "/hook";
                HttpExchange post = HttpExchange.postJson(url, Map.of(), new byte[] {'{', '}'});
                assertThat(sender.send(post, Duration.ofSeconds(5)).status()).isEqualTo(200);
                assertThat(asked).hasValue(1);
                assertThat(receiver.received().get(0).headers().get("host")).startsWith("rebind.example");
            }
            try (HttpSender sender = new HttpSender(HttpConfig.DEFAULT, Optional.of(guard), InstantSource.system())) {
                HttpExchange post = HttpExchange.postJson(receiver.url().toString(), Map.of(), new byte[0]);
                assertThatThrownBy(() -> sender.send(post, Duration.ofSeconds(5)))
                        .isInstanceOf(RefusedAddressException.class);
            }
        }
    }

    @Test
    void aUrlFromOutsideIsNotRedirectedAndAConfiguredOneKeepsItsBody() throws Exception {
        try (ScriptedReceiver receiver = new ScriptedReceiver()) {
            receiver.script(request -> request.path().equals("/hook")
                    ? new Reaction(307, Map.of("Location", "/elsewhere"), Duration.ZERO, 0, "")
                    : Reaction.answer(200));
            HttpExchange post = HttpExchange.postJson(receiver.url().toString(), Map.of(), new byte[] {'7'});
            AddressGuard local = new AddressGuard(List.of("127.0.0.0/8"), InetAddress::getAllByName);
            try (HttpSender sender = new HttpSender(HttpConfig.DEFAULT, Optional.of(local), InstantSource.system())) {
                assertThat(sender.send(post, Duration.ofSeconds(5)).status()).isEqualTo(307);
            }
            try (HttpSender sender = new HttpSender(HttpConfig.DEFAULT, InstantSource.system())) {
                assertThat(sender.send(post, Duration.ofSeconds(5)).status()).isEqualTo(200);
            }
            assertThat(receiver.received()).hasSize(3);
            assertThat(receiver.received().get(2).text()).isEqualTo("7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "http://", "file:///etc/passwd", "gopher://h", "http://h:99999999999/", "x"})
    void aUrlThatIsNoneIsNotSent(String url) throws IOException {
        try (HttpSender sender = new HttpSender(HttpConfig.DEFAULT, InstantSource.system())) {
            assertThatThrownBy(
                            () -> sender.send(HttpExchange.postJson(url, Map.of(), new byte[0]), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(url);
        }
    }
}
