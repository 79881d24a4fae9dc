package io.sluice.sdk;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Method, JobMethodType> methods = new LinkedHashMap<>();

    private JobInterface(Class<I> type) {
        this.type = type;
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " is no interface, so its calls cannot be delayed. Put the methods into an interface that it implements");
        }
        Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(JobMethod.class))
                .sorted(java.util.Comparator.comparing(Method::toGenericString))
                .forEach(method -> methods.put(method, checked(method)));
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("the interface " + type.getName()
                    + " has no method with @JobMethod, so none of its calls can be delayed. Mark those that can");
        }
        checkNames();
    }

    /** @throws IllegalArgumentException if its calls cannot be delayed, and why */
    @SuppressWarnings("unchecked")
    static <I> JobInterface<I> of(Class<I> type) {
        return (JobInterface<I>) READ.get(type);
    }

    private JobMethodType checked(Method method) {
        if (Modifier.isStatic(method.getModifiers())) {
            throw new IllegalArgumentException(JobMethodType.words(method)
                    + " has @JobMethod and is static; only a method of an object can be delayed");
        }
        if (Future.class.isAssignableFrom(method.getReturnType())
                || java.util.concurrent.CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            throw new IllegalArgumentException(JobMethodType.words(method) + " has @JobMethod and returns a "
                    + method.getReturnType().getSimpleName()
                    + ": a job ends when its method returns. Return the value itself, or nothing");
        }
        return JobMethodType.of(type, method);
    }

    private void checkNames() {
        Map<String, JobMethodType> byName = new LinkedHashMap<>();
        for (JobMethodType method : methods.values()) {
            method.names().forEach(name -> {
                JobMethodType other = byName.putIfAbsent(name, method);
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

    /** A stand-in that tells every delayed call; it returns null, 0 or false. */
    I standIn(Consumer<MethodCall> told) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            JobMethodType known = methods.get(method);
            if (known != null) {
                told.accept(MethodCall.of(known, arguments));
                return nothing(method.getReturnType());
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            throw new UnsupportedOperationException(JobMethodType.words(method)
                    + " cannot be delayed: it has no @JobMethod. Mark it, or call it directly");
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
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
