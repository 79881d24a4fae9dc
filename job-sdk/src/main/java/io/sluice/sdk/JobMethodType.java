package io.sluice.sdk;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A method whose calls can be delayed, as its annotation has it. */
record JobMethodType(
        Method method, String name, List<String> aliases, List<Argument> arguments, OptionValues defaults) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,3})}");

    /** Of an argument in a description: it is for a line. */
    private static final int LONGEST_WORDS = 200;

    private static final TypeFactory TYPES = TypeFactory.defaultInstance();

    /**
     * One parameter.
     *
     * @param type as it is declared
     * @param known what type variables in it are
     * @param byDefault null if it has none
     */
    record Argument(String name, Type type, TypeBindings known, String byDefault) {

        /** For that mapper, whose modules may have a say in it. */
        JavaType type(ObjectMapper mapper) {
            return mapper.getTypeFactory().resolveMemberType(type, known);
        }

        String words() {
            return type.getTypeName();
        }
    }

    /** @throws IllegalArgumentException if the annotation says what cannot be */
    static JobMethodType of(Class<?> type, Method method) {
        JobMethod said = method.getAnnotation(JobMethod.class);
        String name = said.name().isEmpty() ? type.getSimpleName() + "-" + method.getName() : said.name();
        // An interface may say what a type variable of the one that it extends is.
        TypeBindings known = TYPES.constructType(type)
                .findSuperType(method.getDeclaringClass())
                .getBindings();
        List<Argument> arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, known))
                .toList();
        // The interface need not be public.
        method.trySetAccessible();
        try {
            Limits.checkName("job type", name);
            Arrays.stream(said.aliases()).forEach(alias -> Limits.checkName("alias", alias));
            return new JobMethodType(method, name, List.of(said.aliases()), arguments, defaults(said));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the @JobMethod of " + words(method) + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Argument argument(Parameter parameter, TypeBindings known) {
        JobDefault byDefault = parameter.getAnnotation(JobDefault.class);
        return new Argument(
                parameter.getName(),
                parameter.getParameterizedType(),
                known,
                byDefault == null ? null : byDefault.value());
    }

    private static OptionValues defaults(JobMethod said) {
        JobOptions options = JobOptions.options();
        if (!said.channel().isEmpty()) {
            options = options.channel(said.channel());
        }
        if (said.priority() != OptionValues.DEFAULT_PRIORITY) {
            options = options.priority(said.priority());
        }
        if (said.maxAttempts() != -1) {
            options = options.maxAttempts(said.maxAttempts());
        }
        if (said.timeoutSeconds() != -1) {
            options = options.timeout(Duration.ofSeconds(said.timeoutSeconds()));
        }
        return options.values();
    }

    /** Its name and those that it had. */
    Stream<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream());
    }

    HandlerOptions handlerOptions() {
        JobMethod said = method.getAnnotation(JobMethod.class);
        return HandlerOptions.defaults().retryOn(said.retryOn()).failOn(said.failOn());
    }

    /** What the job of this call is described by, if the annotation says it. */
    Optional<String> description(List<Object> given) {
        String words = method.getAnnotation(JobMethod.class).description();
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(cut(
                        PLACE.matcher(words).replaceAll(place -> Matcher.quoteReplacement(argument(place, given))),
                        Limits.LONGEST_DESCRIPTION));
    }

    private static String argument(MatchResult place, List<Object> given) {
        int n = Integer.parseInt(place.group(1));
        if (n >= given.size()) {
            return place.group();
        }
        return cut(words(given.get(n)), LONGEST_WORDS);
    }

    private static String cut(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }

    private static String words(Object argument) {
        if (argument == null || !argument.getClass().isArray()) {
            return String.valueOf(argument);
        }
        String inBrackets = Arrays.deepToString(new Object[] {argument});
        return inBrackets.substring(1, inBrackets.length() - 1);
    }

    /**
     * Runs it now.
     *
     * @throws Exception what it throws
     */
    Object invoke(Object code, Object[] given) throws Exception {
        try {
            return method.invoke(code, given);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof Exception error) {
                throw error;
            }
            throw new java.lang.reflect.UndeclaredThrowableException(e.getCause());
        }
    }

    JobType<MethodCall> type() {
        return JobType.of(name, MethodCall.class);
    }

    static String words(Method method) {
        String parameters = String.join(
                ", ",
                Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList());
        return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
    }

    /** The method, for people. */
    @Override
    public String toString() {
        return words(method);
    }
}
