package io.sluice.bench;

import io.sluice.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What somebody sees who types a command.
 *
 * @param exitCode the process would end with it
 * @param out standard output
 * @param err standard error
 */
record Terminal(int exitCode, String out, String err) {

    static Terminal run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Terminal(code, out.toString(), err.toString());
    }
}
