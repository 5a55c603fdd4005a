package io.cooperage.rest.resource;

import io.cooperage.api.parameter.Op;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.http.Exchange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parameters in a body: a map that replaces values, and single changes of lists. */
final class SettingsBody {
  private SettingsBody() {}

  /** One change: {@code {"name": "ipadd", "op": "remove", "text": "10.77.0.5"}}. */
  record ChangeBody(String name, String op, String text) {
    RawSetting setting() {
      if (name == null) {
        throw Exchange.bad("changes", "", "each need a name");
      }
      return new RawSetting(name, parsed(), text == null ? "" : text);
    }

    private Op parsed() {
      try {
        return Op.valueOf(String.valueOf(op).toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("op", String.valueOf(op), "must be set, add, remove or reset");
      }
    }
  }

  /** A text, number or boolean sets; a list sets all entries; null goes back to the default. */
  static List<RawSetting> of(Map<String, Object> settings, List<ChangeBody> changes) {
    List<RawSetting> all = new ArrayList<>();
    if (settings != null) {
      settings.forEach((name, value) -> addAll(all, name, value));
    }
    if (changes != null) {
      changes.forEach(c -> all.add(c.setting()));
    }
    return all;
  }

  private static void addAll(List<RawSetting> all, String name, Object value) {
    if (value == null) {
      all.add(RawSetting.reset(name));
    } else if (value instanceof Collection<?> entries) {
      if (entries.isEmpty()) {
        all.add(RawSetting.reset(name));
      }
      entries.forEach(e -> all.add(RawSetting.set(name, text(name, e))));
    } else {
      all.add(RawSetting.set(name, text(name, value)));
    }
  }

  private static String text(String name, Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    if (value instanceof String || value instanceof Number) {
      return value.toString();
    }
    throw Exchange.bad(name, "", "must be a text, a number, a boolean, null or a list of these");
  }
}
