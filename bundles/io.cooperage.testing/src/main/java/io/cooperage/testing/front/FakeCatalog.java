package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import io.cooperage.api.parameter.RawSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A number, a list and a flag; more can be added as a vendor would. */
public final class FakeCatalog implements ParameterCatalog {
  private final List<ParameterInfo> parameters =
      new CopyOnWriteArrayList<>(
          List.of(
              info("cpuunits", "cpu", "8..500000", "", ""),
              info("onboot", "general", "yes|no", "", ""),
              info("ipadd", "network", "ADDRESS[/PREFIX]", "ipadd", "ipdel")));

  /** Adds a parameter. */
  public void add(String name) {
    parameters.add(info(name, "vendor", "TEXT", "", ""));
  }

  private static ParameterInfo info(
      String name, String group, String syntax, String add, String remove) {
    return new ParameterInfo(
        name,
        List.of(),
        "owner-of-" + name,
        ParameterStatus.ACTIVE,
        "",
        syntax,
        JsonForm.string(),
        "",
        !add.isEmpty(),
        add,
        remove,
        "",
        "What " + name + " is for.",
        group,
        Applies.LIVE);
  }

  @Override
  public List<ParameterInfo> parameters() {
    return parameters;
  }

  @Override
  public Optional<ParameterInfo> find(String nameOrAlias) {
    return parameters.stream().filter(p -> p.name().equals(nameOrAlias)).findFirst();
  }

  @Override
  public List<String> suggest(String nameOrAlias, String prefix) {
    return nameOrAlias.equals("onboot")
        ? Stream.of("yes", "no").filter(w -> w.startsWith(prefix)).toList()
        : List.of();
  }

  @Override
  public List<RawSetting> parseOptions(List<String> words) {
    List<RawSetting> settings = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).substring(2);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
      settings.add(setting(name, value));
    }
    return settings;
  }

  private RawSetting setting(String name, String value) {
    if (name.equals("unset")) {
      return RawSetting.reset(value);
    }
    if (name.equals("ipadd")) {
      return RawSetting.add("ipadd", value);
    }
    if (find(name).isEmpty()) {
      throw ContainerException.badInput(
          ErrorCode.NO_CONTROLLER, Problem.of(name, value, "is no parameter"));
    }
    return RawSetting.set(name, value);
  }
}
