package io.cooperage.core.catalog;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Op;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads option words: every option takes one value, either after {@code =} or as the next word,
 * which may well begin with a dash.
 */
final class OptionParser {
  private static final String UNSET = "unset";

  private final CatalogView view;
  private final Predicate<String> wasKnown;
  private final List<RawSetting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> badValues = new ArrayList<>();

  OptionParser(CatalogView view, Predicate<String> wasKnown) {
    this.view = view;
    this.wasKnown = wasKnown;
  }

  List<RawSetting> parse(List<String> words) {
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      parseOne(rest.next(), rest);
    }
    // Values are checked for good against the CT later; here they only complete the list.
    if (!problems.isEmpty()) {
      problems.addAll(badValues);
      throw ContainerException.badInput(ErrorCode.BAD_OPTION, problems);
    }
    return List.copyOf(settings);
  }

  private void parseOne(String word, Iterator<String> rest) {
    if (!word.startsWith("--") || word.length() < 3) {
      problems.add(new Problem(word, "", "is not an option", "options look like --cpuunits 1000"));
      return;
    }
    int equals = word.indexOf('=');
    String option = equals < 0 ? word.substring(2) : word.substring(2, equals);
    if (equals < 0 && !rest.hasNext()) {
      problems.add(missing(option));
      return;
    }
    String value = equals < 0 ? rest.next() : word.substring(equals + 1);
    add(option, value);
  }

  private Problem missing(String option) {
    return view.findWord(option).isPresent() || option.equals(UNSET)
        ? Problem.of("--" + option, "", "needs a value")
        : UnknownParameter.problem(option, view.words(), wasKnown);
  }

  private void add(String option, String value) {
    if (option.equals(UNSET)) {
      settings.add(RawSetting.reset(value));
      return;
    }
    view.findWord(option)
        .ifPresentOrElse(
            o -> {
              checkValue(o.parameter(), value);
              settings.add(setting(o, option, value));
            },
            () -> problems.add(UnknownParameter.problem(option, view.words(), wasKnown)));
  }

  private void checkValue(Parameter<?> parameter, String value) {
    try {
      parameter.type().parse(value);
    } catch (RuntimeException e) {
      String shown = parameter.secret() ? "" : value;
      badValues.add(Problem.of(parameter.name(), shown, String.valueOf(e.getMessage())));
    }
  }

  private static RawSetting setting(Owned owned, String option, String value) {
    String name = owned.parameter().name();
    Op op = Op.SET;
    if (owned.parameter().list() && option.equals(owned.parameter().addOption())) {
      op = Op.ADD;
    } else if (owned.parameter().list() && option.equals(owned.parameter().removeOption())) {
      op = Op.REMOVE;
    }
    return new RawSetting(name, op, value);
  }
}
