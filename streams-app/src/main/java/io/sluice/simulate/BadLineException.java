package io.sluice.simulate;

/**
 * A line of a script that does not read: its number, and what is wrong with it.
 *
 * @since 0.1
 */
public final class BadLineException extends RuntimeException {

    BadLineException(int line, String problem) {
        super("line " + line + ": " + problem);
    }
}
