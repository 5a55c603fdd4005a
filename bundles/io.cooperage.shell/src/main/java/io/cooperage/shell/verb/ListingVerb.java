package io.cooperage.shell.verb;

import java.io.PrintStream;
import java.util.List;

/**
 * A verb that lists things: a row for each, or JSON of all when {@code --json} is asked for.
 *
 * @param <T> what is listed
 */
public abstract class ListingVerb<T> extends Verb {
  private final List<String> headings;

  protected ListingVerb(Syntax.Builder syntax, String... headings) {
    super(syntax.json().build());
    this.headings = List.of(headings);
  }

  /** What there is now. */
  protected abstract List<T> items();

  /** The cells of one, as many as there are headings. */
  protected abstract List<String> row(T item);

  /** Says more below the headings when there is nothing to list. */
  protected void none(PrintStream out) {}

  @Override
  protected int run(Call call) {
    List<T> all = items();
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = new Table(headings);
    all.forEach(item -> table.row(row(item)));
    table.print(call.out());
    if (all.isEmpty()) {
      none(call.out());
    }
    return 0;
  }
}
