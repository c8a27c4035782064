package io.tocsin.service.http.connection;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.tocsin.service.http.Problem;
import java.util.concurrent.TimeUnit;

/**
 * Sits between the HTTP codec and the framework on every connection. Refuses what {@link RequestHead} and {@link
 * CallerPolicy} refuse, keeps the deadlines of {@link ConnectionLimits}, ends a connection after a request whose framing
 * cannot be trusted, and lets a client read its last response before the connection goes.
 *
 * <p>All on the event loop of the connection. The clock is read only where bytes arrive, and a timer is set only when a
 * request does not arrive in one piece, so that a request costs next to nothing.
 */
public final class ConnectionGuard extends ChannelDuplexHandler {

    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");

    private final CallerPolicy callers;
    private final ConnectionCount count;

    private ChannelHandlerContext context;

    /** Requests handed on and not yet answered to the end. */
    private int unanswered;
    /** Requests answered to the end. */
    private long answered;
    /** Ordinal of the last request that was a HEAD. */
    private long lastHead;

    /** The request whose body is arriving. */
    private io.netty.handler.codec.http.HttpRequest arriving;

    private boolean continueDue;
    private long discarded;

    /** Nothing more is taken in; the connection ends with the last response. */
    private boolean ending;
    /** The last response is out, and the client has a moment to read it. */
    private boolean lingering;
    /** It is a WebSocket by now, and others take care. */
    private boolean upgraded;

    private final Pace pace;
    private final DeadlineTimer timer = new DeadlineTimer(this::timerFired);
    private final StalledWrites stalledWrites = new StalledWrites();

    ConnectionGuard(ConnectionLimits limits, CallerPolicy callers, ConnectionCount count) {
        this.pace = new Pace(limits);
        this.callers = callers;
        this.count = count;
    }

    /**
     * Says that the body of a request is a stream, which may last as long as bytes keep coming.
     *
     * @param request a request that this server received and whose body has not been read
     */
    public static void expectStream(HttpRequest<?> request) {
        if (request instanceof NettyHttpRequest<?> netty) {
            Channel channel = netty.getChannelHandlerContext().channel();
            ConnectionGuard guard = channel.attr(KEY).get();
            if (guard == null) {
                return;
            }
            if (channel.eventLoop().inEventLoop()) {
                guard.markStream(netty.getNativeRequest());
            } else {
                channel.eventLoop().execute(() -> guard.markStream(netty.getNativeRequest()));
            }
        }
    }

    private void markStream(io.netty.handler.codec.http.HttpRequest request) {
        if (arriving == request) {
            pace.streamBegan();
            count.streamBegan(context.channel());
            schedule();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().attr(KEY).set(this);
        schedule();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        timer.stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.stop();
        ctx.fireChannelInactive();
    }

    // ---- what comes in

    /** Bytes came, before the codec looks at them. */
    void bytesArrived() {
        pace.bytesArrived(arriving == null);
    }

    /** Whether bytes need not reach the codec any more. */
    boolean discardsBytes() {
        return lingering;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (upgraded) {
            ctx.fireChannelRead(message);
        } else if (ending) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
            head(ctx, request);
        } else if (message instanceof HttpContent content) {
            body(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void head(ChannelHandlerContext ctx, io.netty.handler.codec.http.HttpRequest request) {
        unanswered++;
        pace.headArrived();
        if (request.method().equals(HttpMethod.HEAD)) {
            // The framework leaves the length out of responses to HEAD and so has to close. As GET they get one, and
            // the codec, which remembers what was asked, sends the head alone.
            request.setMethod(HttpMethod.GET);
            lastHead = answered + unanswered;
        }
        try {
            RequestHead.check(request);
            callers.check(request);
        } catch (RefusedRequest refusal) {
            count.requestRefused(refusal.problem().status());
            request.setUri("/");
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(refusal));
            end();
            ctx.fireChannelRead(request);
            return;
        }
        if (!(request instanceof LastHttpContent)) {
            arriving = request;
            discarded = 0;
            continueDue = HttpUtil.is100ContinueExpected(request);
        }
        ctx.fireChannelRead(request);
    }

    private void body(ChannelHandlerContext ctx, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            breakOff(Problem.badRequest("The body is not framed as HTTP demands."));
            return;
        }
        if (unanswered == 0) {
            discarded += content.content().readableBytes();
        }
        if (content instanceof LastHttpContent) {
            arriving = null;
        } else if (discarded > ConnectionLimits.MAX_DISCARDED_BYTES) {
            content.release();
            end();
            ctx.close();
            return;
        }
        ctx.fireChannelRead(content);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        pace.readDone(arriving != null || pace.hasPartialHead());
        ctx.fireChannelReadComplete();
        schedule();
    }

    @Override
    public void read(ChannelHandlerContext ctx) throws Exception {
        pace.readWanted();
        if (arriving != null) {
            schedule();
        }
        super.read(ctx);
    }

    /** Ends the request that is arriving with a problem, and with it the connection. */
    private void breakOff(Problem problem) {
        count.requestRefused(problem.status());
        arriving = null;
        end();
        if (unanswered == 0) {
            context.close();
        } else {
            context.fireExceptionCaught(new RefusedRequest(problem));
        }
    }

    /** Ends the stream on a channel, if there is one just now. On the channel's event loop. */
    static void stopStream(Channel channel, Problem problem) {
        ConnectionGuard guard = channel.attr(KEY).get();
        if (guard != null && guard.arriving != null && guard.pace.isStream() && !guard.ending) {
            guard.breakOff(problem);
        }
    }

    /** From now on nothing is taken in. */
    private void end() {
        if (!ending) {
            ending = true;
            pace.ending();
            schedule();
        }
    }

    // ---- what goes out

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (upgraded) {
            ctx.write(message, promise);
            return;
        }
        boolean last = message instanceof LastHttpContent;
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                last = false;
                continueDue = false;
                if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                    upgraded = true;
                    timer.stop();
                }
            } else {
                finishHeaders(response);
                if (!last && lastHead == answered + 1) {
                    // The head alone is wanted, but the response may go on for ever.
                    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                    ctx.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
                    promise.trySuccess();
                    return;
                }
            }
        }
        if (!last || upgraded) {
            ctx.write(message, promise);
            return;
        }
        unanswered--;
        answered++;
        if (unanswered == 0) {
            pace.idle();
        }
        ctx.write(message, promise);
        if (unanswered == 0 && mustEnd()) {
            end();
            close(ctx, ctx.newPromise());
        }
    }

    private boolean mustEnd() {
        // A client that waits for 100 Continue may send its body or not: nobody could tell body from next request.
        return ending || continueDue && arriving != null;
    }

    private void finishHeaders(HttpResponse response) {
        HttpHeaders headers = response.headers();
        SecurityHeaders.add(headers);
        count.responded(response.status().code());
        if (unanswered == 1 && mustEnd()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (lingering) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            return;
        }
        boolean unreadInput = !upgraded && (arriving != null || ending);
        if (!unreadInput || !ctx.channel().isActive() || !(ctx.channel() instanceof DuplexChannel channel)) {
            ctx.close(promise);
            return;
        }
        // Closing with unread input resets the connection, and the reset may overtake the response. So say goodbye once
        // everything is sent, throw away what still comes, and close when the client has closed or had its time.
        ending = true;
        lingering = true;
        timer.stop();
        ctx.executor().schedule(() -> ctx.close(promise), ConnectionLimits.LINGER_NANOS, TimeUnit.NANOSECONDS);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> channel.shutdownOutput());
        channel.config().setAutoRead(true);
    }

    // ---- deadlines

    /** Sets the timer for the next deadline, unless it is set for an earlier time anyway. */
    private void schedule() {
        if (upgraded || lingering || context.isRemoved()) {
            return;
        }
        timer.set(context.executor(), deadline());
    }

    private void timerFired() {
        if (!context.channel().isActive() || upgraded || lingering) {
            return;
        }
        if (deadline() - System.nanoTime() <= 0) {
            expire();
        }
        schedule();
    }

    /** When to look next; something has gone wrong by then unless something happens. */
    private long deadline() {
        if (ending) {
            return pace.endDeadline();
        }
        if (arriving != null) {
            return pace.bodyDeadline();
        }
        return pace.hasPartialHead() ? pace.headDeadline() : pace.idleDeadline();
    }

    private void expire() {
        if (ending) {
            context.close();
        } else if (arriving != null) {
            breakOff(Problem.requestTimeout("The body did not arrive in time."));
        } else if (pace.hasPartialHead()) {
            headTooSlow();
        } else if (unanswered == 0 && !StalledWrites.isWaiting(context.channel())
                || stalledWrites.stalled(context.channel())) {
            context.close();
        } else {
            pace.idle();
        }
    }

    private void headTooSlow() {
        count.requestRefused(HttpResponseStatus.REQUEST_TIMEOUT.code());
        end();
        if (unanswered == 0) {
            context.write(RawProblem.of(Problem.requestTimeout("The request head did not arrive in time.")));
            close(context, context.newPromise());
        }
    }
}
