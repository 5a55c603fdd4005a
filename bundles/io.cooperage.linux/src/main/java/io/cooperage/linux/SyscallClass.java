package io.cooperage.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/**
 * The class whose one native method is the C library's {@code syscall}. JNA never lets go of a
 * class that it has bound (5.19.1: neither of its loader), so a class of ours would keep every
 * updated bundle in memory; calls through JNA's unbound functions cost five to ten times as much.
 * Therefore the class is defined beside JNA's own, once for as long as JNA is loaded, and every
 * later loader of ours finds it there.
 */
final class SyscallClass {
  private static final String NAME = "com.sun.jna.CooperageSyscall";
  private static final String METHOD = "syscall";
  private static final MethodType TYPE =
      MethodType.methodType(
          long.class,
          long.class,
          long.class,
          long.class,
          long.class,
          long.class,
          long.class,
          long.class);
  private static final int CLASS_FILE = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int PUBLIC_FINAL = 0x0031;
  private static final int PUBLIC_STATIC_NATIVE = 0x0109;

  private SyscallClass() {}

  /** Returns a handle of type {@code (number, six arguments) -> result}, ready to be called. */
  static MethodHandle bind() throws ReflectiveOperationException {
    MethodHandles.Lookup beside =
        MethodHandles.privateLookupIn(Native.class, MethodHandles.lookup());
    Class<?> found = findOrDefine(beside);
    MethodHandle handle = beside.findStatic(found, METHOD, TYPE);
    if (!bound(handle)) {
      Native.register(found, NativeLibrary.getInstance("c", Map.of()));
    }
    return handle;
  }

  private static Class<?> findOrDefine(MethodHandles.Lookup beside)
      throws ReflectiveOperationException {
    try {
      return find();
    } catch (ClassNotFoundException e) {
      return define(beside);
    }
  }

  private static Class<?> define(MethodHandles.Lookup beside) throws ReflectiveOperationException {
    try {
      return beside.defineClass(classFile());
    } catch (LinkageError e) {
      // Another loader of ours was quicker.
      return find();
    }
  }

  private static Class<?> find() throws ClassNotFoundException {
    return Class.forName(NAME, true, Native.class.getClassLoader());
  }

  private static boolean bound(MethodHandle handle) {
    try {
      long unused = (long) handle.invokeExact(0L, -1L, 0L, 0L, 0L, 0L, 0L);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    } catch (Throwable e) {
      throw new IllegalStateException("the class " + NAME + " is not as it was made", e);
    }
  }

  /** Writes the class as chapter 4 of the Java virtual machine's specification says. */
  private static byte[] classFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(CLASS_FILE);
      out.writeShort(0);
      out.writeShort(JAVA_17);
      out.writeShort(7);
      constantClass(out, 2, NAME.replace('.', '/'));
      constantClass(out, 4, "java/lang/Object");
      constantText(out, METHOD);
      constantText(out, TYPE.toMethodDescriptorString());
      out.writeShort(PUBLIC_FINAL);
      out.writeShort(1);
      out.writeShort(3);
      out.writeShort(0);
      out.writeShort(0);
      out.writeShort(1);
      out.writeShort(PUBLIC_STATIC_NATIVE);
      out.writeShort(5);
      out.writeShort(6);
      out.writeShort(0);
      out.writeShort(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void constantClass(DataOutputStream out, int name, String text)
      throws IOException {
    out.writeByte(CLASS);
    out.writeShort(name);
    constantText(out, text);
  }

  private static void constantText(DataOutputStream out, String text) throws IOException {
    out.writeByte(UTF8);
    out.writeUTF(text);
  }
}
