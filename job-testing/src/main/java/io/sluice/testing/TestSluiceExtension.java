package io.sluice.testing;

import io.sluice.sdk.JobClient;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A fresh {@link TestSluice} for every test of JUnit 5, and for one that fails a list of the jobs that were there, on
 * {@code System.err}. Tests, constructors and lifecycle methods of each test may have parameters of the types {@link TestSluice}
 * and {@link JobClient}; what belongs to a whole class, such as {@code @BeforeAll}, may not.
 *
 * <pre>{@code
 * @ExtendWith(TestSluiceExtension.class)
 * class OrdersTest {
 *     @Test
 *     void an_order_sends_an_invoice(TestSluice sluice, JobClient client) {
 *         new Orders(client).order(42);
 *         sluice.submitted(SEND_INVOICE).withPayload(new InvoiceId(42)).once();
 *     }
 * }
 * }</pre>
 *
 * <p>With channels, handlers and the like it is a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestSluiceExtension SLUICE = TestSluiceExtension.with(sluice -> sluice.channels("root:4,root.import:1"));
 * }</pre>
 *
 * <p>Needs JUnit 5.13 or newer on the class path, and safe for tests that run in parallel.
 *
 * @since 0.1
 */
public final class TestSluiceExtension implements ParameterResolver, AfterTestExecutionCallback {

    private static final Namespace NAMESPACE = Namespace.create(TestSluiceExtension.class);

    private final Consumer<TestSluiceBuilder> settings;

    /**
     * With nothing set up; for {@code @ExtendWith}.
     *
     * @since 0.1
     */
    public TestSluiceExtension() {
        this(any -> {});
    }

    private TestSluiceExtension(Consumer<TestSluiceBuilder> settings) {
        this.settings = settings;
    }

    /**
     * With each {@link TestSluice} set up so.
     *
     * @since 0.1
     */
    public static TestSluiceExtension with(Consumer<TestSluiceBuilder> settings) {
        return new TestSluiceExtension(settings);
    }

    /** For JUnit: a constructor's parameters are those of the test that the object is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** For JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestSluice.class || type == JobClient.class;
    }

    /** For JUnit. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a TestSluice and its client belong to one test, and there is none yet: ask for them in a test, in @BeforeEach,"
                            + " or in a constructor without @TestInstance(PER_CLASS). What a whole class shares is made by"
                            + " TestSluice.create()");
        }
        TestSluice sluice = of(context);
        return parameter.getParameter().getType() == TestSluice.class ? sluice : sluice.client();
    }

    /** Made when the test first asks for it; one context is one test. */
    private TestSluice of(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(this, any -> fresh(), TestSluice.class);
    }

    private TestSluice fresh() {
        TestSluiceBuilder builder = TestSluice.builder();
        settings.accept(builder);
        return builder.build();
    }

    /** For JUnit. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        TestSluice sluice = context.getStore(NAMESPACE).get(this, TestSluice.class);
        if (sluice != null && context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + " failed. " + sluice);
        }
    }
}
