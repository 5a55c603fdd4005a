package io.cooperage.api.container;

import java.util.regex.Pattern;

/** How an operator names a CT: by UUID, CTID or name. */
public sealed interface ContainerRef {
  /** By identity. */
  record ById(ContainerId id) implements ContainerRef {
    @Override
    public String toString() {
      return id.toString();
    }
  }

  /** By number. */
  record ByCtid(Ctid ctid) implements ContainerRef {
    @Override
    public String toString() {
      return ctid.toString();
    }
  }

  /** By name. */
  record ByName(ContainerName name) implements ContainerRef {
    @Override
    public String toString() {
      return name.toString();
    }
  }

  static ContainerRef of(ContainerId id) {
    return new ById(id);
  }

  static ContainerRef of(Ctid ctid) {
    return new ByCtid(ctid);
  }

  /**
   * Reads any of the three forms: digits are a CTID, 36 characters with dashes a UUID, else a name.
   *
   * @throws IllegalArgumentException naming the rule that the text breaks
   */
  static ContainerRef parse(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new ByCtid(Ctid.parse(text));
    }
    if (Forms.UUID.matcher(text).matches()) {
      return new ById(ContainerId.parse(text));
    }
    return new ByName(new ContainerName(text));
  }

  /** The patterns of the forms. */
  final class Forms {
    private static final Pattern UUID =
        Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Forms() {}
  }
}
