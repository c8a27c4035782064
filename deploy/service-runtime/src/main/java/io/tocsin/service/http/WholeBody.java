package io.tocsin.service.http;

import io.micronaut.core.io.buffer.ReadBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Collects a body that was not there at once. */
final class WholeBody implements Subscriber<ReadBuffer> {

    private final BodyCollector collector;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private Subscription subscription;

    WholeBody(BodyCollector collector) {
        this.collector = collector;
    }

    CompletableFuture<byte[]> result() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ReadBuffer buffer) {
        byte[] bytes = buffer.toArray();
        if (result.isDone()) {
            return;
        }
        try {
            collector.add(bytes, 0, bytes.length);
        } catch (RuntimeException e) {
            subscription.cancel();
            fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        fail(BrokenBody.asProblem(failure));
    }

    @Override
    public void onComplete() {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(collector.finish());
            collector.close();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        if (result.completeExceptionally(failure)) {
            collector.close();
        }
    }
}
