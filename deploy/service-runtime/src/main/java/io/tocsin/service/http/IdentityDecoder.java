package io.tocsin.service.http;

/** No coding at all. */
final class IdentityDecoder implements BodyDecoder {

    private byte[] bytes = {};
    private int at;
    private int end;

    @Override
    public void input(byte[] input, int from, int to) {
        bytes = input;
        at = from;
        end = to;
    }

    @Override
    public int read(byte[] into, int from, int to) {
        int count = Math.min(to - from, end - at);
        System.arraycopy(bytes, at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public void end() {
        // Whatever came is complete.
    }

    @Override
    public void close() {
        bytes = new byte[0];
        end = at = 0;
    }
}
