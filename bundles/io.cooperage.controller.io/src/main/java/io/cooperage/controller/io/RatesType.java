package io.cooperage.controller.io;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import java.util.List;

/**
 * One rate for both ways, or a pair READ:WRITE; 0 or unlimited is none.
 *
 * @param number how one rate is written
 * @param bare what is appended to a number without a suffix; empty for nothing
 */
record RatesType(ValueType<Long> number, String bare, String oneSyntax)
    implements ValueType<Rates> {
  @Override
  public Rates parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? Rates.both(one(text))
        : new Rates(one(text.substring(0, colon)), one(text.substring(colon + 1)));
  }

  private long one(String text) {
    if (text.equals("0") || text.equalsIgnoreCase("unlimited")) {
      return 0;
    }
    return number.parse(text.matches("[0-9.]+") ? text + bare : text);
  }

  @Override
  public String format(Rates value) {
    return value.read() == value.write()
        ? one(value.read())
        : one(value.read()) + ":" + one(value.write());
  }

  private String one(long rate) {
    return rate == 0 ? "0" : number.format(rate);
  }

  @Override
  public String syntax() {
    return oneSyntax + ", or a pair READ:WRITE; 0 is no limit";
  }

  @Override
  public JsonForm json() {
    return JsonForm.string();
  }

  @Override
  public List<String> suggest(String prefix) {
    return List.of();
  }
}
