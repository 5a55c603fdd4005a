package io.cooperage.linux;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A C library whose functions are called by name, some microseconds each: for libraries that are
 * asked now and then. Nothing of the caller stays behind in JNA, so that its bundle can be
 * unloaded. Functions with a variable number of arguments must not be called.
 *
 * <p>Any thread may call, as far as the library allows it.
 */
public final class SharedLibrary {
  private final NativeLibrary library;

  private SharedLibrary(NativeLibrary library) {
    this.library = library;
  }

  /**
   * Loads a library.
   *
   * @param name its whole name, as {@code libnftables.so.1}
   * @throws UnsatisfiedLinkError when the host does not have it
   */
  public static SharedLibrary open(String name) {
    return new SharedLibrary(NativeLibrary.getInstance(name, Map.of()));
  }

  /**
   * Calls a function that answers a pointer, a {@code size_t} or a 64-bit integer.
   *
   * @param arguments {@link Long} for pointers and 64-bit integers, {@link Integer} for {@code int}
   * @throws UnsatisfiedLinkError when the library lacks the function
   */
  public long call(String function, Object... arguments) {
    return function(function).invokeLong(arguments);
  }

  /** Calls a function that answers an {@code int}; see {@link #call}. */
  public int callInt(String function, Object... arguments) {
    return function(function).invokeInt(arguments);
  }

  /** Calls a function that answers nothing; see {@link #call}. */
  public void callVoid(String function, Object... arguments) {
    function(function).invokeVoid(arguments);
  }

  /**
   * Copies the text that a pointer leads to, which ends with a zero byte; nothing for a null
   * pointer.
   */
  public static String text(long address) {
    return address == 0 ? "" : new Pointer(address).getString(0, StandardCharsets.UTF_8.name());
  }

  private Function function(String name) {
    return library.getFunction(name);
  }
}
