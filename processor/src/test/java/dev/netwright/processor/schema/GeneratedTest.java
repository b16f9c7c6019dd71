package dev.netwright.processor.schema;

import dev.netwright.processor.NetwrightProcessor;
import dev.netwright.processor.testing.Compilation;
import dev.netwright.processor.testing.Compilation.Compiler;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The test that {@code @CompatibilityTest(Net.class)} generates for the network {@code p.Net}, run as JUnit runs it. */
final class GeneratedTest {
    static final Map<String, String> SOURCE = Map.of("p/Compat.java", """
            package p;
            import dev.netwright.annotations.CompatibilityTest;
            @CompatibilityTest(Net.class) class Compat {}
            """);

    private final Class<?> type;

    private GeneratedTest(Class<?> type) {
        this.type = type;
    }

    /** Compiles the source alone against the class files of the network, every lint on and warnings errors. */
    static Compilation compile(Project project, Compiler compiler, Compilation network) {
        List<String> options =
                new ArrayList<>(List.of("-Anetwright.base=" + project.base, "-Anetwright.schemas=schemas"));
        if (compiler == Compiler.JAVAC) {
            options.addAll(List.of("-Xlint:all,-processing", "-Werror"));
        }
        return compiler.compile(options, SOURCE, List.of(new NetwrightProcessor()), network.output());
    }

    /** The test of a network that was compiled. */
    static GeneratedTest of(Project project, Compiler compiler, Compilation network) throws Exception {
        Compilation tests = compile(project, compiler, network);
        if (!tests.success() || !tests.diagnostics().isEmpty()) {
            throw new AssertionError(tests.diagnostics() + tests.printed());
        }
        URL[] path = {tests.output().toUri().toURL(), network.output().toUri().toURL()};
        return new GeneratedTest(
                new URLClassLoader(path, GeneratedTest.class.getClassLoader()).loadClass("p.CompatTest"));
    }

    /** Runs it in the folder of a project: for each test method what it said, empty where it passed. */
    Map<String, String> run(Path base, String goldens) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(type))
                .build();
        Map<String, String> results = new TreeMap<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    results.put(
                            test.getDisplayName().replace("()", ""),
                            result.getThrowable()
                                    .map(thrown -> String.valueOf(thrown.getMessage()))
                                    .orElse(""));
                }
            }
        };
        System.setProperty("netwright.base", base.toString());
        System.setProperty("netwright.goldens", goldens);
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            System.clearProperty("netwright.base");
            System.clearProperty("netwright.goldens");
        }
        return results;
    }
}
