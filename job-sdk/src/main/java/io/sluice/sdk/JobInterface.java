package io.sluice.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** An interface with {@link JobMethod}s, read once. What cannot be delayed is refused here. */
final class JobInterface<I> {

    private static final ClassValue<JobInterface<?>> READ = new ClassValue<>() {
        @Override
        protected JobInterface<?> computeValue(Class<?> type) {
            return new JobInterface<>(type);
        }
    };

    private final Class<I> type;
    private final Map<Signature, JobMethodType> methods = new LinkedHashMap<>();

    /** What a call is recognized by: interfaces that one extends may declare the same method, with or without an annotation. */
    private record Signature(String name, List<Class<?>> parameters) {

        static Signature of(Method method) {
            return new Signature(method.getName(), List.of(method.getParameterTypes()));
        }
    }

    private JobInterface(Class<I> type) {
        this.type = type;
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " is no interface, so its calls cannot be delayed. Put the methods into an interface that it implements");
        }
        if (type.isSealed()) {
            throw new IllegalArgumentException(
                    "the interface " + type.getName()
                            + " is sealed, so nothing can stand in for it and its calls cannot be delayed. Put the methods into one that is not");
        }
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPrivate(method.getModifiers()))
                .filter(JobInterface::isMarked)
                .forEach(this::checked);
        Arrays.stream(type.getMethods())
                .filter(JobInterface::isMarked)
                .sorted(java.util.Comparator.comparing(Method::toGenericString))
                .forEach(this::add);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("the interface " + type.getName()
                    + " has no method with @JobMethod, so none of its calls can be delayed. Mark those that can");
        }
        checkNames();
    }

    /** @throws IllegalArgumentException if its calls cannot be delayed, and why */
    @SuppressWarnings("unchecked")
    static <I> JobInterface<I> of(Class<I> type) {
        return (JobInterface<I>)
                READ.get(Objects.requireNonNull(type, "an interface with @JobMethods is needed, not null"));
    }

    /** The compiler's bridge to a method has its annotations as well, and is not what people wrote. */
    private static boolean isMarked(Method method) {
        return method.isAnnotationPresent(JobMethod.class) && !method.isBridge();
    }

    private void add(Method method) {
        JobMethodType other = methods.putIfAbsent(Signature.of(method), checked(method));
        if (other != null) {
            throw new IllegalArgumentException(JobMethodType.words(method) + " and " + other + " are one method of "
                    + type.getName() + " and both have @JobMethod. Declare it there again, with the one that holds");
        }
    }

    private JobMethodType checked(Method method) {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new IllegalArgumentException(JobMethodType.words(method)
                    + " has @JobMethod and is private; only what others can call can be delayed");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw new IllegalArgumentException(JobMethodType.words(method)
                    + " has @JobMethod and is static; only a method of an object can be delayed");
        }
        if (isOfObject(method)) {
            throw new IllegalArgumentException(JobMethodType.words(method)
                    + " has @JobMethod and is a method of every object; give it another name");
        }
        if (Future.class.isAssignableFrom(method.getReturnType())
                || java.util.concurrent.CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            throw new IllegalArgumentException(JobMethodType.words(method) + " has @JobMethod and returns a "
                    + method.getReturnType().getSimpleName()
                    + ": a job ends when its method returns. Return the value itself, or nothing");
        }
        return JobMethodType.of(type, method);
    }

    private static boolean isOfObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(its -> Signature.of(its).equals(Signature.of(method)));
    }

    private void checkNames() {
        Map<String, JobMethodType> byName = new LinkedHashMap<>();
        for (JobMethodType method : methods.values()) {
            method.names().forEach(name -> {
                JobMethodType other = byName.putIfAbsent(name, method);
                if (other == method) {
                    throw new IllegalArgumentException(method + " is called " + name
                            + " twice in its @JobMethod; a name that it has now is no alias");
                }
                if (other != null) {
                    throw new IllegalArgumentException(
                            "jobs of " + other + " and of " + method + " would both be called " + name
                                    + ". Give one of them another name: @JobMethod(name = \"…\")");
                }
            });
        }
    }

    List<JobMethodType> methods() {
        return List.copyOf(methods.values());
    }

    /** What is behind a stand-in, and tells it from the code itself. */
    private interface Delaying extends InvocationHandler {}

    /** @throws IllegalArgumentException if it is a stand-in: a job would only submit itself again */
    static void checkRuns(Object code) {
        if (Proxy.isProxyClass(code.getClass()) && Proxy.getInvocationHandler(code) instanceof Delaying) {
            throw new IllegalArgumentException(
                    "what delay(…) returned cannot run jobs, it would submit each of them again."
                            + " Give the object that does the work");
        }
    }

    /** A stand-in that tells every delayed call; it returns null, 0 or false. */
    I standIn(Consumer<MethodCall> told) {
        Delaying handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            JobMethodType known = methods.get(Signature.of(method));
            if (known != null) {
                told.accept(MethodCall.of(known, arguments));
                return nothing(method.getReturnType());
            }
            if (method.isDefault()) {
                return runDefault(proxy, method, arguments);
            }
            throw new UnsupportedOperationException(JobMethodType.words(method)
                    + " cannot be delayed: it has no @JobMethod. Mark it, or call it directly");
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object runDefault(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.canAccess(proxy)) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        // The interface need not be public.
        Class<?> declaring = method.getDeclaringClass();
        return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .bindTo(proxy)
                .invokeWithArguments(arguments == null ? new Object[0] : arguments);
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "delayed " + type.getName();
        };
    }

    private static Object nothing(Class<?> type) {
        if (!type.isPrimitive() || type == void.class) {
            return null;
        }
        return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    }

    /** The one call that is made there. */
    MethodCall recorded(JobCall<I> call) {
        Objects.requireNonNull(call, "a call to be delayed is needed, such as invoices -> invoices.send(42L)");
        List<MethodCall> calls = new ArrayList<>();
        try {
            call.on(standIn(calls::add));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the call of " + type.getName() + " to be delayed threw before it was recorded: " + e, e);
        }
        if (calls.size() != 1) {
            throw new IllegalArgumentException("a job is one call of a method with @JobMethod of " + type.getName()
                    + "; " + calls.size() + " were made: "
                    + calls.stream().map(MethodCall::method).toList());
        }
        return calls.get(0);
    }
}
