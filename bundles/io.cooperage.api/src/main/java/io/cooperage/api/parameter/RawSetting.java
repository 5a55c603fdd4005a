package io.cooperage.api.parameter;

import java.util.Objects;

/**
 * One setting as an operator typed it.
 *
 * @param name parameter name or alias, without dashes
 * @param text the value's text; empty with {@link Op#RESET}
 */
public record RawSetting(String name, Op op, String text) {
  public RawSetting {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(text, "text");
  }

  public static RawSetting set(String name, String text) {
    return new RawSetting(name, Op.SET, text);
  }

  public static RawSetting add(String name, String text) {
    return new RawSetting(name, Op.ADD, text);
  }

  public static RawSetting remove(String name, String text) {
    return new RawSetting(name, Op.REMOVE, text);
  }

  public static RawSetting reset(String name) {
    return new RawSetting(name, Op.RESET, "");
  }
}
