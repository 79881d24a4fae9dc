package io.sluice.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command said.
 *
 * @param code its exit code
 * @param out its data
 * @param err its messages
 */
record Told(int code, String out, String err) {

    static Told by(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Told(code, out.toString(), err.toString());
    }
}
