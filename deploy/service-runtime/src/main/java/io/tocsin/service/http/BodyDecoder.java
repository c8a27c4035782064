package io.tocsin.service.http;

/**
 * Undoes a content coding step by step, so that neither a bomb nor a long stream ever needs more memory than one buffer.
 *
 * <p>The caller hands over input, reads until nothing more comes, and so on; {@link #end} tells whether the input was
 * complete. Not thread-safe.
 */
interface BodyDecoder extends AutoCloseable {

    /**
     * Hands over the next piece of the coded body. Only when {@link #read} returned 0 before; the array is not copied and
     * must stay as it is until then.
     */
    void input(byte[] bytes, int from, int to);

    /**
     * Decodes into a part of an array.
     *
     * @return how many bytes; 0 when all input so far is used up
     * @throws ProblemException with status 400 if the input is not what the coding says
     */
    int read(byte[] into, int from, int to);

    /**
     * Says that no more input comes.
     *
     * @throws ProblemException with status 400 if the input ends in the middle
     */
    void end();

    @Override
    void close();
}
