package io.sluice.examples.embedded;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where this JVM's log goes. A broker, a scheduler and a worker in one terminal would bury what the command has to say.
 *
 * @since 0.1
 */
public final class LogFile {

    private LogFile() {}

    /**
     * Sends the log to {@code sluice.log} in the folder, and warnings to the terminal as well. Harmless warnings are named
     * in {@code logback.xml} beside this class, with the reason.
     *
     * @return the file
     */
    public static Path in(Path folder) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("folder", folder.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(LogFile.class.getResource("logback.xml"));
        } catch (JoranException e) {
            throw new IllegalStateException("the log configuration in this jar cannot be read", e);
        }
        return folder.resolve("sluice.log");
    }

    /** Closes the file, so that its folder can be deleted. Nothing is logged from then on. */
    public static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
