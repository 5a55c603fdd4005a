package io.cooperage.core.catalog;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Op;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.parameter.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Works settings into stored texts. Single-threaded; every problem is collected. */
public final class SettingsMerge {
  private static final String ALL = "all";
  private static final String ADDRESSES = "ip";

  private final CatalogView view;
  private final Predicate<String> wasKnown;
  private final Map<String, List<String>> before;
  private final Map<String, List<String>> after;
  private final Map<String, List<String>> secrets = new LinkedHashMap<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<String> replaced = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> unread = new LinkedHashSet<>();
  private Optional<Map<String, List<String>>> inForce = Optional.empty();
  private String origin = "";
  private boolean unknown;
  private boolean unowned;

  /** Begins with what is stored. */
  public SettingsMerge(
      CatalogView view, Predicate<String> wasKnown, Map<String, List<String>> stored) {
    this.view = view;
    this.wasKnown = wasKnown;
    this.before = Map.copyOf(stored);
    this.after = new LinkedHashMap<>(stored);
  }

  /** Works all settings in, in their order; entries of a list replace those from before. */
  public SettingsMerge add(List<RawSetting> settings) {
    replaced.clear();
    settings.forEach(this::addOne);
    return this;
  }

  /** Works one setting in whose problems shall name where it stands. */
  public SettingsMerge add(RawSetting setting, String place) {
    origin = place + ": ";
    addOne(setting);
    origin = "";
    return this;
  }

  /** Adds a problem that was found elsewhere. */
  public SettingsMerge problem(Problem problem) {
    problems.add(
        new Problem(origin + problem.subject(), problem.value(), problem.rule(), problem.remedy()));
    return this;
  }

  /**
   * Says what is in force where that may differ from what is stored: a setting that is stored
   * already still changes a parameter that obeys at once and has another text in force.
   */
  public SettingsMerge inForce(Map<String, List<String>> texts) {
    inForce = Optional.of(Map.copyOf(texts));
    return this;
  }

  private boolean differsInForce(String name) {
    boolean live = view.find(name).filter(o -> o.parameter().applies() == Applies.LIVE).isPresent();
    return live && inForce.isPresent() && !Objects.equals(inForce.get().get(name), after.get(name));
  }

  /** The texts so far; those that cannot be read are not among them. */
  public Map<String, List<String>> texts() {
    return Map.copyOf(after);
  }

  /** Parameters with a text that could not be read. */
  public Set<String> unread() {
    return Set.copyOf(unread);
  }

  /**
   * The result.
   *
   * @throws ContainerException BAD_VALUE, BAD_OPTION or NO_CONTROLLER, naming every problem
   */
  public Proposal proposal() {
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(code(), problems);
    }
    Set<String> changed = new LinkedHashSet<>(touched);
    changed.removeIf(
        n ->
            Objects.equals(before.get(n), after.get(n))
                && !secrets.containsKey(n)
                && !differsInForce(n));
    return new Proposal(
        before,
        Map.copyOf(after),
        Collections.unmodifiableSet(changed),
        Collections.unmodifiableMap(secrets));
  }

  private ErrorCode code() {
    if (unknown) {
      return ErrorCode.BAD_OPTION;
    }
    return unowned && problems.size() == 1 ? ErrorCode.NO_CONTROLLER : ErrorCode.BAD_VALUE;
  }

  private void addOne(RawSetting setting) {
    Optional<Owned> owned = view.find(setting.name());
    if (owned.isPresent()) {
      touched.add(owned.get().parameter().name());
      merge(owned.get().parameter(), setting);
    } else if (setting.op() == Op.RESET && after.containsKey(setting.name())) {
      touched.add(setting.name());
      after.remove(setting.name());
    } else {
      boolean known = wasKnown.test(setting.name()) || before.containsKey(setting.name());
      unowned |= known;
      unknown |= !known;
      problem(UnknownParameter.problem(setting.name(), view.words(), n -> known));
    }
  }

  private <T> void merge(Parameter<T> p, RawSetting setting) {
    switch (setting.op()) {
      case RESET -> after.remove(p.name());
      case REMOVE -> remove(p, setting.text());
      case ADD -> {
        if (!p.list()) {
          problem(Problem.of(p.name(), setting.text(), "cannot be added: it is no list"));
        } else {
          canonical(p, setting.text()).ifPresent(t -> append(p, t));
        }
      }
      case SET -> canonical(p, setting.text()).ifPresent(t -> put(p, t));
    }
  }

  private <T> void put(Parameter<T> p, String text) {
    if (p.secret()) {
      secrets.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(text);
    } else if (p.list()) {
      if (replaced.add(p.name())) {
        after.remove(p.name());
      }
      append(p, text);
    } else {
      after.put(p.name(), List.of(text));
    }
  }

  private <T> void append(Parameter<T> p, String text) {
    List<String> entries = new ArrayList<>(after.getOrDefault(p.name(), List.of()));
    if (!entries.contains(text)) {
      entries.add(text);
    }
    after.put(p.name(), List.copyOf(entries));
  }

  private <T> void remove(Parameter<T> p, String text) {
    if (!p.list()) {
      problem(Problem.of(p.name(), text, "cannot be removed: it is no list"));
      return;
    }
    if (text.equals(ALL)) {
      after.remove(p.name());
      return;
    }
    List<String> entries = new ArrayList<>(after.getOrDefault(p.name(), List.of()));
    String wanted = quietCanonical(p, text);
    // vzctl removes an address by its bare form, whatever prefix length it was added with.
    boolean addresses = p.name().equals(ADDRESSES);
    if (!entries.removeIf(
        e -> e.equals(wanted) || e.equals(text) || (addresses && e.startsWith(text + "/")))) {
      problem(Problem.of(p.name(), text, "is not set"));
      return;
    }
    if (entries.isEmpty()) {
      after.remove(p.name());
    } else {
      after.put(p.name(), List.copyOf(entries));
    }
  }

  private <T> Optional<String> canonical(Parameter<T> p, String text) {
    try {
      ValueType<T> type = p.type();
      return Optional.of(type.format(type.parse(text)));
    } catch (RuntimeException e) {
      String rule = e.getMessage() == null ? "cannot be read" : e.getMessage();
      unread.add(p.name());
      problem(Problem.of(p.name(), p.secret() ? "" : text, rule));
      return Optional.empty();
    }
  }

  private static <T> String quietCanonical(Parameter<T> p, String text) {
    try {
      return p.type().format(p.type().parse(text));
    } catch (RuntimeException e) {
      return text;
    }
  }
}
