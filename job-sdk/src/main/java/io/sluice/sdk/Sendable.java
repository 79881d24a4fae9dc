package io.sluice.sdk;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.ser.impl.UnknownSerializer;
import io.sluice.sdk.JobMethodType.Argument;
import java.io.IOException;
import java.lang.reflect.TypeVariable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Future;

/** Whether the arguments of a method can become JSON and be read again by an ObjectMapper. */
final class Sendable {

    private final ObjectMapper mapper;
    private final DeserializationContext reading;
    private final Set<JavaType> seen = new HashSet<>();

    private Sendable(ObjectMapper mapper) {
        this.mapper = mapper;
        this.reading = ((DefaultDeserializationContext) mapper.getDeserializationContext())
                .createDummyInstance(mapper.getDeserializationConfig());
    }

    /** @throws IllegalArgumentException if one of its arguments cannot be sent: which, and why */
    static void check(ObjectMapper mapper, JobMethodType method) {
        for (Argument argument : method.arguments()) {
            try {
                new Sendable(mapper).check(argument);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "calls of " + method + " cannot be delayed: its parameter " + argument.name() + ", a "
                                + argument.words() + ", " + e.getMessage()
                                + ". Send what it is made of, such as an id, or give the ObjectMapper a module for it",
                        e);
            }
        }
    }

    private void check(Argument argument) throws IOException {
        if (argument.type() == JobContext.class) {
            throw new IOException("is there only while a job runs; ask JobContext.current() instead");
        }
        if (argument.type() instanceof TypeVariable<?> variable
                && argument.type(mapper).isJavaLangObject()) {
            throw new IOException("may be anything, so nothing says what to read it into: let an interface that extends"
                    + " this one say what " + variable + " is");
        }
        check(argument.type(mapper), "");
        if (argument.byDefault() != null) {
            try {
                Arguments.byDefault(mapper, argument);
            } catch (IOException e) {
                throw new IOException(
                        "has the default " + argument.byDefault() + ", which it cannot be: " + e.getMessage());
            }
        }
    }

    private void check(JavaType type, String where) throws IOException {
        if (!seen.add(type) || type.isJavaLangObject()) {
            return;
        }
        if (type.isTypeOrSubTypeOf(Throwable.class) || type.isTypeOrSubTypeOf(Future.class)) {
            throw new IOException("would not be the same when it is read again" + where);
        }
        if (type.isTypeOrSubTypeOf(Thread.class) || type.isTypeOrSubTypeOf(ClassLoader.class)) {
            throw new IOException("lives in this process only" + where);
        }
        try {
            JsonSerializer<?> writer = mapper.getSerializerProviderInstance().findValueSerializer(type);
            checkReader(reading.findRootValueDeserializer(type), type, where);
            if (writer instanceof UnknownSerializer) {
                throw new IOException("has nothing that could be written" + where);
            }
        } catch (JsonMappingException e) {
            throw new IOException("is not known to the ObjectMapper" + where + ": " + e.getOriginalMessage());
        }
        if (type.getContentType() != null) {
            check(type.getContentType(), where + " (in " + type.toCanonical() + ")");
        }
        if (type.getKeyType() != null && !type.getKeyType().hasRawClass(String.class)) {
            reading.findKeyDeserializer(type.getKeyType(), null);
        }
    }

    private void checkReader(JsonDeserializer<?> reader, JavaType type, String where) throws IOException {
        if (reader instanceof AbstractDeserializer) {
            throw new IOException("could be written but not read again" + where + ": " + type.toCanonical()
                    + " is abstract, and nothing says which class it is (@JsonTypeInfo would)");
        }
        if (reader instanceof UnsupportedTypeDeserializer) {
            throw new IOException("is not known to the ObjectMapper" + where + ": " + type.toCanonical()
                    + " needs a module of Jackson's, as java.time needs jackson-datatype-jsr310");
        }
        if (!(reader instanceof BeanDeserializerBase bean)) {
            return;
        }
        if (!bean.getValueInstantiator().canInstantiate()) {
            throw new IOException(
                    "could be written but not read again" + where + ": " + type.toCanonical()
                            + " has no constructor that Jackson can use (a record, a constructor without parameters or a @JsonCreator)");
        }
        for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext(); ) {
            SettableBeanProperty property = properties.next();
            String there = where + " (in its field " + property.getName() + ")";
            if (property.hasValueTypeDeserializer() || !seen.add(property.getType())) {
                continue;
            }
            checkReader(property.getValueDeserializer(), property.getType(), there);
            if (property.getType().getContentType() != null) {
                check(property.getType().getContentType(), there);
            }
        }
    }
}
