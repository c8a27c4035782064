package io.tocsin.alertsink.channel;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of an answer only to keep the connection usable, up to a bound of bytes and time; beyond it the
 * connection is given up. The answer is complete as soon as its head is there, whatever becomes of its body.
 */
final class DiscardedBody implements BodySubscriber<Void> {

    private static final int MAX_BYTES = 64 * 1024;

    private final Duration patience;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private long bytes;

    DiscardedBody(Duration patience) {
        this.patience = patience;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        ended.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            subscription.cancel();
            return null;
        });
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        for (ByteBuffer each : part) {
            bytes += each.remaining();
        }
        if (bytes > MAX_BYTES) {
            subscription.cancel();
            ended.complete(null);
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failed) {
        ended.complete(null);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }
}
