package io.cooperage.api.parameter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The descriptor of one parameter. Built once by its owner; refuses to be undocumented.
 *
 * @param <T> the type of a value, or of one entry of a list parameter
 */
public final class Parameter<T> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{1,39}");

  private final String name;
  private final List<String> aliases;
  private final ValueType<T> type;
  private final String unit;
  private final boolean list;
  private final String addOption;
  private final String removeOption;
  private final T defaultValue;
  private final String defaultText;
  private final String description;
  private final String group;
  private final Applies applies;
  private final boolean secret;
  private final boolean reachesHost;
  private final boolean guards;

  private Parameter(Builder<T> b) {
    this.name = b.name;
    this.aliases = List.copyOf(b.aliases);
    this.type = b.type;
    this.unit = b.unit;
    this.list = b.list;
    this.addOption = b.list ? b.addOption : "";
    this.removeOption = b.list ? b.removeOption : "";
    this.defaultValue = b.defaultValue;
    this.defaultText = b.defaultText;
    this.description = b.description;
    this.group = b.group;
    this.applies = b.applies;
    this.secret = b.secret;
    this.reachesHost = b.reachesHost;
    this.guards = b.guards;
  }

  /** Starts a descriptor; description and group must follow. */
  public static <T> Builder<T> builder(String name, ValueType<T> type) {
    return new Builder<>(name, type);
  }

  public String name() {
    return name;
  }

  /** Other names that are accepted, never shown as the name. */
  public List<String> aliases() {
    return aliases;
  }

  public ValueType<T> type() {
    return type;
  }

  /** The unit of a number without suffix, for people; may be empty. */
  public String unit() {
    return unit;
  }

  /** Whether it holds several values. */
  public boolean list() {
    return list;
  }

  /** The option that adds an entry, without dashes: {@code ipadd}; empty unless a list. */
  public String addOption() {
    return addOption;
  }

  /** The option that removes an entry, without dashes: {@code ipdel}; empty unless a list. */
  public String removeOption() {
    return removeOption;
  }

  /** The default; empty when the kernel's own or none. Never present on a list. */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** The default for people: its canonical text, or words such as "unlimited". */
  public String defaultText() {
    return defaultText;
  }

  public String description() {
    return description;
  }

  /** Heading in help and forms: cpu, memory, disk, network, general. */
  public String group() {
    return group;
  }

  public Applies applies() {
    return applies;
  }

  /** Whether the value must never be stored, logged or shown (a password). */
  public boolean secret() {
    return secret;
  }

  /**
   * Whether a value gives the CT a part of the host, as a folder or a device: it is taken from
   * backups that others can write to only when the operator says so.
   */
  public boolean reachesHost() {
    return reachesHost;
  }

  /**
   * Whether a value keeps others out of the CT or it in: a CT that has one does not start while
   * nobody owns the parameter, unless its operator says so.
   */
  public boolean guards() {
    return guards;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects a descriptor; single-threaded. */
  public static final class Builder<T> {
    private final String name;
    private final ValueType<T> type;
    private List<String> aliases = List.of();
    private String unit = "";
    private boolean list;
    private String addOption = "";
    private String removeOption = "";
    private T defaultValue;
    private String defaultText = "";
    private String description = "";
    private String group = "";
    private Applies applies = Applies.LIVE;
    private boolean secret;
    private boolean reachesHost;
    private boolean guards;

    private Builder(String name, ValueType<T> type) {
      this.name = Objects.requireNonNull(name, "name");
      this.type = Objects.requireNonNull(type, "type");
    }

    public Builder<T> aliases(String... names) {
      aliases = List.of(names);
      return this;
    }

    public Builder<T> unit(String text) {
      unit = text;
      return this;
    }

    /**
     * Makes it hold several values, in the order given, each at most once; options {@code NAME_add}
     * and {@code NAME_del}.
     */
    public Builder<T> list() {
      return list(name + "_add", name + "_del");
    }

    /** As {@link #list()} with vzctl's own spellings of the two options. */
    public Builder<T> list(String addOptionName, String removeOptionName) {
      list = true;
      addOption = addOptionName;
      removeOption = removeOptionName;
      return this;
    }

    public Builder<T> defaultValue(T value) {
      defaultValue = value;
      defaultText = type.format(value);
      return this;
    }

    /** Says in words what holds when it is not set, as "unlimited". */
    public Builder<T> defaultText(String text) {
      defaultText = text;
      return this;
    }

    /** One sentence that an operator understands. */
    public Builder<T> description(String text) {
      description = text;
      return this;
    }

    public Builder<T> group(String text) {
      group = text;
      return this;
    }

    public Builder<T> applies(Applies when) {
      applies = when;
      return this;
    }

    public Builder<T> secret() {
      secret = true;
      return this;
    }

    /** Says that a value gives the CT a part of the host. */
    public Builder<T> reachesHost() {
      reachesHost = true;
      return this;
    }

    /** Says that a CT with a value is not to run without it. */
    public Builder<T> guards() {
      guards = true;
      return this;
    }

    /**
     * Builds the descriptor.
     *
     * @throws IllegalArgumentException if the name is malformed, or description or group is missing
     */
    public Parameter<T> build() {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("parameter name '" + name + "' must match " + NAME);
      }
      for (String alias : aliases) {
        if (!NAME.matcher(alias).matches()) {
          throw new IllegalArgumentException("alias '" + alias + "' must match " + NAME);
        }
      }
      if (description.isBlank() || group.isBlank()) {
        throw new IllegalArgumentException(
            "parameter " + name + " needs a description and a group");
      }
      if (list && defaultValue != null) {
        throw new IllegalArgumentException("list parameter " + name + " cannot have a default");
      }
      return new Parameter<>(this);
    }
  }
}
