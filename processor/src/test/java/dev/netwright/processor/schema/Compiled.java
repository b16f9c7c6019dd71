package dev.netwright.processor.schema;

import dev.netwright.runtime.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** A compiled model, whose static methods are called as a user would. */
final class Compiled {
    private final Path folder;
    private final Class<?> type;

    Compiled(Path folder, String name) {
        this(folder, name, loader(folder));
    }

    private Compiled(Path folder, String name, ClassLoader loader) {
        this.folder = folder;
        try {
            this.type = Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static ClassLoader loader(Path folder) {
        try {
            return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    /** Another model of the same classes. */
    Compiled other(String name) {
        return new Compiled(folder, name, type.getClassLoader());
    }

    Path folder() {
        return folder;
    }

    Model create(long seed) throws Exception {
        return (Model) call("create", seed);
    }

    /** Calls the static method of a name that takes these arguments. */
    Object call(String name, Object... arguments) throws Exception {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && takes(method, arguments)) {
                method.setAccessible(true);
                try {
                    return method.invoke(null, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        throw new AssertionError("no " + name + " for " + Arrays.toString(arguments));
    }

    private static boolean takes(Method method, Object[] arguments) {
        Class<?>[] types = method.getParameterTypes();
        boolean fits = types.length == arguments.length;
        for (int k = 0; fits && k < types.length; k++) {
            fits = types[k].isInstance(arguments[k]) || (types[k] == long.class && arguments[k] instanceof Long);
        }
        return fits;
    }
}
