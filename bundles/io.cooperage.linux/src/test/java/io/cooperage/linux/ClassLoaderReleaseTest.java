package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A bundle that is updated gets a new class loader; JNA, which stays, must not keep the old one.
 */
class ClassLoaderReleaseTest {
  private static final int ATTEMPTS = 50;

  @BeforeAll
  static void startJna() {
    // JNA's cleaning thread keeps the loader that happened to start it, one for the life of the
    // JVM.
    Kernel.load();
  }

  @Test
  void anUpdatedBundlesClassLoaderIsCollected() throws ReflectiveOperationException {
    WeakReference<ClassLoader> used = new WeakReference<>(useAndForget());
    for (int i = 0; i < ATTEMPTS && used.get() != null; i++) {
      System.gc();
    }
    assertThat(used.get()).isNull();
  }

  private static ClassLoader useAndForget() throws ReflectiveOperationException {
    URL classes = Kernel.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader own = new OwnFirst(classes);
    Class<?> kernel = own.loadClass(Kernel.class.getName());
    assertThat(kernel).isNotEqualTo(Kernel.class);
    kernel.getMethod("load").invoke(null);
    Class<?> syscall = own.loadClass(Syscall.class.getName());
    Object gettid = syscall.getMethod("valueOf", String.class).invoke(null, "GETTID");
    assertThat(
            (Long)
                kernel
                    .getMethod("attempt", syscall, long[].class)
                    .invoke(null, gettid, new long[0]))
        .isPositive();
    return own;
  }

  /** Loads our classes itself and leaves all others to the test's loader. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL classes) {
      super(new URL[] {classes}, Kernel.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("io.cooperage.linux.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
