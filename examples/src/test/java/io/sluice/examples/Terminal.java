package io.sluice.examples;

import io.sluice.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command leaves behind.
 *
 * @param exitCode its exit code
 * @param out what it printed as data
 * @param err what it printed besides
 */
public record Terminal(int exitCode, String out, String err) {

    /** Runs a command in this JVM, through the same door as the program does. */
    public static Terminal run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Terminal(exitCode, out.toString(), err.toString());
    }
}
