package io.tocsin.alertsink.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says which hosts a URL that came from outside may name. A host is resolved once, every address that it has must be a
 * public one, and the connection is made to what was checked, so that the name cannot mean another address a moment
 * later. Refused are loopback, private, shared, link-local (with the metadata services of clouds), multicast, reserved and
 * documentation ranges of IPv4 and IPv6, IPv4 within IPv6 of any kind, and forms of addresses that only some resolvers
 * understand. Immutable and thread-safe.
 */
public final class AddressGuard {

    /** Resolves a name; as {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    public interface Resolver {

        /** Returns the addresses of a host. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Ranges of IPv4 that are not public: IANA's special-purpose registry. */
    private static final List<AddressRange> REFUSED_4 = AddressRange.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "168.63.129.16/32");

    /** Only global unicast is public, without what is set aside in it. */
    private static final AddressRange GLOBAL_6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> REFUSED_6 =
            AddressRange.all("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48");

    private static final Pattern LITERAL_4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    /** What some resolver could take for a number: 2130706433, 0x7f.1, 017700000001, 127.1. */
    private static final Pattern NUMERIC = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*\\.?");

    private static final List<String> LOCAL_NAMES =
            List.of("localhost", "local", "localdomain", "internal", "intranet", "home.arpa", "lan", "corp", "home");

    private final List<AddressRange> allowed;
    private final Resolver resolver;

    /**
     * Makes a guard.
     *
     * @param allowed ranges that may be reached although they are not public: {@code 10.1.0.0/16}
     */
    public AddressGuard(List<String> allowed, Resolver resolver) {
        this.allowed = allowed.stream().map(AddressRange::of).toList();
        this.resolver = resolver;
    }

    /**
     * Returns the addresses of a host, all of which may be reached.
     *
     * @param host as in a URL, IPv6 with or without brackets
     * @throws RefusedAddressException when any of them may not, or the host is written in a doubtful form
     * @throws UnknownHostException when the host has no address
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~' || "%/@\\#?".indexOf(c) >= 0)) {
            throw new RefusedAddressException("the host is written in a form that is not accepted");
        }
        if (name.indexOf(':') < 0
                && NUMERIC.matcher(name).matches()
                && !LITERAL_4.matcher(name).matches()) {
            throw new RefusedAddressException("the address is written in a form that is not accepted");
        }
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean local = allowed.isEmpty()
                && LOCAL_NAMES.stream().anyMatch(each -> bare.equals(each) || bare.endsWith('.' + each));
        if (local) {
            throw new RefusedAddressException("the host is a local one");
        }
        InetAddress[] addresses = resolver.resolve(name);
        for (InetAddress address : addresses) {
            if (!isAllowed(address)) {
                throw new RefusedAddressException("the host has an address that is not public");
            }
        }
        return addresses;
    }

    /** Returns whether an address may be reached. */
    boolean isAllowed(InetAddress address) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return true;
        }
        if (address instanceof Inet4Address) {
            return REFUSED_4.stream().noneMatch(range -> range.contains(address));
        }
        return address instanceof Inet6Address
                && GLOBAL_6.contains(address)
                && REFUSED_6.stream().noneMatch(range -> range.contains(address));
    }

    @Override
    public String toString() {
        return "addresses that are public" + (allowed.isEmpty() ? "" : " or in " + Arrays.toString(allowed.toArray()));
    }
}
