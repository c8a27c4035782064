package io.tocsin.service.http.connection;

import io.netty.channel.Channel;
import io.tocsin.service.http.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Ends all continuous streams when the service stops, so that their clients come back, to another instance perhaps. */
@Singleton
public final class StreamStopper {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ConnectionCount count;

    StreamStopper(ConnectionCount count) {
        this.count = count;
    }

    /** Ends them; each is answered with 503 after its last whole line has been dealt with. */
    public void stopStreams() {
        Problem problem = Problem.unavailable("The service is stopping.", RETRY_AFTER);
        for (Channel channel : count.streams()) {
            channel.eventLoop().execute(() -> ConnectionGuard.stopStream(channel, problem));
        }
    }
}
