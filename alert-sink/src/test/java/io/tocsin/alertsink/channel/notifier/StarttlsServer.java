package io.tocsin.alertsink.channel.notifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server that offers STARTTLS (RFC 3207) and takes mail over TLS only, after a login by CRAM-MD5 (RFC 2195) when it
 * has a secret. It checks what the client proves by itself. Thread-safe.
 */
final class StarttlsServer implements AutoCloseable {

    private static final String CHALLENGE = "<1896.697170952@mail.example.org>";

    private final ServerSocket listener;
    private final SSLContext tls;
    private final String secret;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> users = new CopyOnWriteArrayList<>();

    /**
     * Starts on a free port of the loopback interface.
     *
     * @param secret of every user; empty when nobody has to log in
     */
    StarttlsServer(SSLContext tls, String secret) {
        this.tls = tls;
        this.secret = secret;
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread thread = new Thread(this::accept, "starttls-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the mails as they came. */
    List<String> mails() {
        return mails;
    }

    /** Returns who logged in. */
    List<String> users() {
        return users;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(10_000);
                talk(socket);
            } catch (IOException | GeneralSecurityException gone) {
                // A client that does not trust the certificate breaks off, and so does the end of the test.
                continue;
            }
        }
    }

    private void talk(Socket plain) throws IOException, GeneralSecurityException {
        Socket socket = plain;
        say(socket, "220 mail.example.org");
        BufferedReader in = reader(socket);
        boolean isLoggedIn = secret.isEmpty();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            boolean isSafe = socket instanceof SSLSocket;
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("EHLO")) {
                say(socket, "250-mail.example.org", isSafe ? "250 AUTH CRAM-MD5" : "250 STARTTLS");
            } else if (command.equals("STARTTLS") && !isSafe) {
                say(socket, "220 go ahead");
                SSLSocket upgraded =
                        (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
                upgraded.setUseClientMode(false);
                upgraded.startHandshake();
                socket = upgraded;
                in = reader(socket);
            } else if (!isSafe) {
                say(socket, "530 Must issue a STARTTLS command first");
            } else if (command.equals("AUTH CRAM-MD5")) {
                say(socket, "334 " + Base64.getEncoder().encodeToString(CHALLENGE.getBytes(StandardCharsets.US_ASCII)));
                isLoggedIn = isProof(in.readLine());
                say(socket, isLoggedIn ? "235 welcome" : "535 no");
            } else if (!isLoggedIn) {
                say(socket, "530 Authentication required");
            } else if (command.equals("DATA")) {
                say(socket, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (String each = in.readLine(); each != null && !each.equals("."); each = in.readLine()) {
                    mail.append(each).append('\n');
                }
                mails.add(mail.toString());
                say(socket, "250 taken");
            } else if (command.equals("QUIT")) {
                say(socket, "221 bye");
                return;
            } else {
                say(socket, "250 fine");
            }
        }
    }

    private boolean isProof(String answer) throws GeneralSecurityException {
        String[] parts = new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8).split(" ", 2);
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        String expected = HexFormat.of().formatHex(mac.doFinal(CHALLENGE.getBytes(StandardCharsets.US_ASCII)));
        users.add(parts[0]);
        return parts.length == 2 && parts[1].equals(expected);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String... lines) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (String each : lines) {
            out.write((each + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }
}
