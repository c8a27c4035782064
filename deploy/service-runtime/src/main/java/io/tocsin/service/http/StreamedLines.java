package io.tocsin.service.http;

import io.micronaut.core.io.buffer.ReadBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Carries a streaming body to a receiver of lines: one piece is asked for, decoded step by step, each step's lines are
 * handed over and waited for, then the next piece is asked for.
 *
 * <p>All methods run on the connection's event loop, which is the executor.
 */
final class StreamedLines implements Subscriber<ReadBuffer> {

    private final BodyDecoder decoder;
    private final LineSplitter splitter;
    private final LineReceiver receiver;
    private final Executor eventLoop;
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private Subscription subscription;
    private boolean receiving;
    private boolean upstreamEnded;
    private boolean lastLineDelivered;
    private Throwable brokenOff;

    StreamedLines(BodyDecoder decoder, LineSplitter splitter, LineReceiver receiver, Executor eventLoop) {
        this.decoder = decoder;
        this.splitter = splitter;
        this.receiver = receiver;
        this.eventLoop = eventLoop;
    }

    CompletableFuture<Void> result() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscription.request(1);
    }

    @Override
    public void onNext(ReadBuffer piece) {
        byte[] bytes = piece.toArray();
        if (!result.isDone()) {
            decoder.input(bytes, 0, bytes.length);
            deliver();
        }
    }

    @Override
    public void onComplete() {
        upstreamEnded = true;
        if (!receiving) {
            deliver();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (receiving) {
            // The answer must not come before the receiver has dealt with what it got.
            brokenOff = failure;
        } else {
            fail(BrokenBody.asProblem(failure));
        }
    }

    /** Hands over lines until the receiver makes us wait or the input is used up. */
    private void deliver() {
        try {
            while (!result.isDone()) {
                if (!splitter.step(decoder) && !lastStep()) {
                    return;
                }
                if (splitter.batch().size() > 0 && !handOver()) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The input is used up: asks for more, or finishes. */
    private boolean lastStep() {
        if (!upstreamEnded) {
            subscription.request(1);
            return false;
        }
        if (!lastLineDelivered) {
            lastLineDelivered = true;
            decoder.end();
            splitter.end();
            return true;
        }
        if (result.complete(null)) {
            decoder.close();
        }
        return false;
    }

    /** Whether the receiver is done at once. */
    private boolean handOver() {
        CompletableFuture<?> taken = receiver.lines(splitter.batch()).toCompletableFuture();
        if (taken.isDone()) {
            taken.join();
            return true;
        }
        receiving = true;
        taken.whenCompleteAsync(
                (ignored, failure) -> {
                    receiving = false;
                    if (failure != null) {
                        fail(failure);
                    } else if (brokenOff != null) {
                        fail(BrokenBody.asProblem(brokenOff));
                    } else {
                        deliver();
                    }
                },
                eventLoop);
        return false;
    }

    private void fail(Throwable failure) {
        if (result.completeExceptionally(unwrapped(failure))) {
            subscription.cancel();
            decoder.close();
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
