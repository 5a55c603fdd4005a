package io.cooperage.api.container;

import java.util.regex.Pattern;

/**
 * A CT's name on its node: a letter, then letters, digits, dot, dash or underscore, 63 characters
 * at most.
 */
public record ContainerName(String text) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,62}");

  public ContainerName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a name: a letter, then letters, digits, '.', '-' or '_', 63 characters at most");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
