package io.sluice.devcluster;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A main class with what it is given, to be run by {@link JavaProcess#start}. Start with {@link #of} and add what it needs.
 *
 * @param mainClass binary name of a class with {@code public static void main(String[])}, found on the
 *     class path
 * @param arguments what main is called with; default none
 * @param systemProperties set in the child by {@code -D}; default none. Nothing is inherited from this JVM
 * @param options further options of the JVM, such as {@code -Xmx256m}; default none
 * @param classPath where the classes are; default none: this JVM's class path
 * @since 0.1
 */
public record JavaProgram(
        String mainClass,
        List<String> arguments,
        Map<String, String> systemProperties,
        List<String> options,
        List<Path> classPath) {

    /**
     * Copies the values.
     *
     * @throws NullPointerException when one of them is null
     */
    public JavaProgram {
        arguments = List.copyOf(arguments);
        systemProperties = Map.copyOf(systemProperties);
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
    }

    /**
     * A main class and its arguments.
     *
     * @param mainClass see {@link #mainClass()}
     * @param arguments what main is called with
     * @return the program
     * @since 0.1
     */
    public static JavaProgram of(Class<?> mainClass, String... arguments) {
        return new JavaProgram(mainClass.getName(), List.of(arguments), Map.of(), List.of(), List.of());
    }

    /**
     * The same, with one more system property.
     *
     * @param key its name
     * @param value its value
     * @return the program
     * @since 0.1
     */
    public JavaProgram property(String key, String value) {
        Map<String, String> more = new TreeMap<>(systemProperties);
        more.put(key, value);
        return new JavaProgram(mainClass, arguments, more, options, classPath);
    }

    /**
     * The same, with one more option of the JVM.
     *
     * @param option such as {@code -Xmx256m}; a JVM that does not know it does not start
     * @return the program
     * @since 0.1
     */
    public JavaProgram option(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new JavaProgram(mainClass, arguments, systemProperties, more, classPath);
    }

    /** The child's command line: {@link ChildMain} in front, which ties its life to ours. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED"); // compression and RocksDB; newer JDKs warn without it
        command.addAll(options);
        systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classes(), ChildMain.class.getName()));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A class path of its own needs {@link ChildMain} all the same. */
    private String classes() {
        if (classPath.isEmpty()) {
            return System.getProperty("java.class.path");
        }
        try {
            List<String> all = new ArrayList<>();
            all.add(Path.of(ChildMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
            classPath.forEach(path -> all.add(path.toString()));
            return String.join(File.pathSeparator, all);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of " + ChildMain.class + " is no path", e);
        }
    }
}
