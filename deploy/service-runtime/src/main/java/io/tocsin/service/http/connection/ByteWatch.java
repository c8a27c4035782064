package io.tocsin.service.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Tells the guard of bytes before the codec sees them, which may keep them until a head or chunk is complete. */
final class ByteWatch extends ChannelInboundHandlerAdapter {

    private final ConnectionGuard guard;

    ByteWatch(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (guard.discardsBytes()) {
            ReferenceCountUtil.release(bytes);
        } else {
            guard.bytesArrived();
            ctx.fireChannelRead(bytes);
        }
    }
}
